// A real SMTP server on loopback, for the tests of the service.
//
//   node server.js [REFUSED]
//
// Prints `mail PORT` and runs until it is killed; of every mail that it takes it prints a line of JSON. The first
// REFUSED mails are put off (451), and nobody is known at refused.example (550).
import { SMTPServer } from 'smtp-server';

let putOff = Number(process.argv[2] ?? 0);

function refusal(code, words) {
  return Object.assign(new Error(words), { responseCode: code });
}

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  logger: false,
  onRcptTo({ address }, _session, answer) {
    answer(
      address.endsWith('@refused.example') ? refusal(550, `Nobody is called ${address}`) : null,
    );
  },
  onData(stream, { envelope }, answer) {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => {
      if (putOff > 0) {
        putOff -= 1;
        answer(refusal(451, 'Try again later'));
        return;
      }
      const to = envelope.rcptTo.map(({ address }) => address);
      console.log(JSON.stringify({ to, data: Buffer.concat(parts).toString('utf8') }));
      answer(null);
    });
  },
});
server.listen(0, '127.0.0.1', () => console.log(`mail ${server.server.address().port}`));
