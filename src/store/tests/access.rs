//! Who may do what, as it is kept, and the trail of its changes.

use serde_json::json;

use super::{
    super::{database::Dialect, *},
    Place,
    examples::moment,
    on_each_database,
};
use crate::domain::*;

on_each_database![
    a_token_comes_back_and_is_revoked_once,
    only_the_demonstration_s_own_tokens_end_with_it,
    an_organisation_has_one_number_and_a_number_one_organisation,
    a_person_is_made_at_the_first_sign_in_and_brought_up_to_date_later,
    the_trail_holds_nothing_that_must_be_erasable,
    a_session_is_known_by_its_secret_until_it_ends,
    the_trail_is_paged_and_only_ever_added_to,
    whoever_adds_at_once_adds_one_after_another,
    a_trail_that_was_tampered_with_is_told,
];

fn network(id: &str) -> NetworkId {
    NetworkId::new(id).unwrap()
}

pub fn operator_token() -> NewToken {
    let rights = Rights::of(Role::Operator, vec![network("net1"), network("net2")]).unwrap();
    let mut new = NewToken::new("a script", rights.narrowed_to(vec![Permission::Deliver]).unwrap()).unwrap();
    new.expires_at = Some("2026-12-01T00:00:00Z".parse().unwrap());
    new
}

pub fn secret(number: u8) -> HashedSecret {
    PlainSecret::new([number; 32]).hashed()
}

pub fn told(subject: &str, role: Option<Role>) -> SignedInPerson {
    SignedInPerson {
        subject: Subject { issuer: "https://sign-in.example".to_owned(), subject: subject.to_owned() },
        name: "Demonstration Demonstrationsson".to_owned(),
        email: Some("demonstration@example.org".to_owned()),
        organisation: None,
        role,
        networks: None,
    }
}

async fn actions(store: &Store) -> Vec<String> {
    let mut records = store.audit(None, 100).await.unwrap();
    records.reverse();
    records.iter().map(|record| format!("{} {} by {}", record.action, record.subject, record.actor)).collect()
}

async fn a_token_comes_back_and_is_revoked_once(place: Place) {
    let store = place.open().await;
    let actor = Actor::command_line();
    let made = store.add_token(operator_token(), &secret(1), &actor, moment()).await.unwrap();
    let (kept, hash) = store.token(made.id).await.unwrap().unwrap();
    assert_eq!(kept, made);
    assert!(hash.is(&secret(1)));
    let used_at = "2026-11-23T10:00:00Z".parse().unwrap();
    store.note_token_use(made.id, used_at).await.unwrap();
    assert_eq!(store.tokens().await.unwrap()[0].last_used_at, Some(used_at));
    let first = store.revoke_token(made.id, &actor, moment()).await.unwrap().unwrap();
    let again = store.revoke_token(made.id, &actor, used_at).await.unwrap().unwrap();
    assert_eq!((first.revoked_at, again.revoked_at), (Some(moment()), Some(moment())));
    assert!(store.revoke_token(TokenId(9), &actor, moment()).await.unwrap().is_none());
    assert_eq!(
        actions(&store).await,
        ["token_created token 1 by command line", "token_revoked token 1 by command line"]
    );
}

async fn only_the_demonstration_s_own_tokens_end_with_it(place: Place) {
    let store = place.open().await;
    let actor = Actor::command_line();
    for demonstration in [false, true, true] {
        let mut new = operator_token();
        new.demonstration = demonstration;
        store.add_token(new, &secret(1), &actor, moment()).await.unwrap();
    }
    store.revoke_demonstration_tokens(&actor, moment()).await.unwrap();
    let ended: Vec<_> =
        store.tokens().await.unwrap().iter().map(|token| token.revoked_at.is_some()).collect();
    assert_eq!(ended, [false, true, true]);
}

async fn an_organisation_has_one_number_and_a_number_one_organisation(place: Place) {
    let store = place.open().await;
    let actor = Actor::command_line();
    let number = OrganisationNumber::new("402000-0008").unwrap();
    let home = Some(ZoneCode::new("2401"));
    let new =
        NewOrganisation::new("Demonstration", number.clone(), OrganisationType::Municipality, home).unwrap();
    let added = store.add_organisation(new.clone(), &actor, moment()).await.unwrap();
    assert_eq!(store.organisations().await.unwrap(), std::slice::from_ref(&added));
    assert_eq!(store.organisation(added.id).await.unwrap(), Some(added.clone()));
    assert_eq!(store.organisation_numbered(&number).await.unwrap(), Some(added));
    let again = store.add_organisation(new, &actor, moment()).await;
    assert!(matches!(again, Err(StoreError::OrganisationExists(_))));
    assert_eq!(actions(&store).await, ["organisation_added organisation 1 by command line"]);
}

async fn a_person_is_made_at_the_first_sign_in_and_brought_up_to_date_later(place: Place) {
    let store = place.open().await;
    let first = store.sign_in_person(told("a", None), moment()).await.unwrap();
    assert_eq!((first.role, first.active), (Role::Reader, true));
    let other = store.sign_in_person(told("b", Some(Role::Procurer)), moment()).await.unwrap();
    assert_ne!(other.id, first.id);
    let change =
        PersonChange { role: Some(Role::Operator), networks: Some(vec![network("net1")]), active: None };
    let administrator = Actor::token(TokenId(7), Role::Administrator);
    let changed = store.change_person(first.id, change, &administrator, moment()).await.unwrap().unwrap();
    assert_eq!(changed.rights().scope(Permission::Deliver), Some(NetworkScope::Only(vec![network("net1")])));
    // The provider has no word on the role: what the administrator said stays.
    let renamed = SignedInPerson { name: "Another Name".to_owned(), email: None, ..told("a", None) };
    let again = store.sign_in_person(renamed, moment()).await.unwrap();
    assert_eq!(
        (again.name.as_str(), again.email.as_deref(), again.role),
        ("Another Name", None, Role::Operator)
    );
    let off = PersonChange { active: Some(false), ..PersonChange::default() };
    store.change_person(first.id, off, &administrator, moment()).await.unwrap();
    assert!(!store.sign_in_person(told("a", Some(Role::Administrator)), moment()).await.unwrap().active);
    assert_eq!(store.people().await.unwrap().len(), 2);
    let nobody = PersonChange::default();
    assert!(store.change_person(PersonId(9), nobody, &administrator, moment()).await.unwrap().is_none());
}

/// Neither secrets nor what tells who somebody is.
async fn the_trail_holds_nothing_that_must_be_erasable(place: Place) {
    let store = place.open().await;
    store.sign_in_person(told("a", None), moment()).await.unwrap();
    store.add_token(operator_token(), &secret(1), &Actor::command_line(), moment()).await.unwrap();
    let whole = format!("{:?}", store.audit(None, 100).await.unwrap());
    for word in ["Demonstrationsson", "example.org", &secret(1).to_text()] {
        assert!(!whole.contains(word), "{word}: {whole}");
    }
}

async fn a_session_is_known_by_its_secret_until_it_ends(place: Place) {
    let store = place.open().await;
    let actor = Actor::command_line();
    let token = store.add_token(operator_token(), &secret(1), &actor, moment()).await.unwrap();
    let holder = SessionHolder::Token(token.id);
    let begun = store.begin_session(&secret(2), holder, &actor, moment()).await.unwrap();
    assert_eq!(store.session(&secret(2)).await.unwrap(), Some(begun));
    assert_eq!(store.session(&secret(1)).await.unwrap(), None);
    let later = moment() + jiff::SignedDuration::from_mins(90);
    store.note_session_use(begun.id, later).await.unwrap();
    assert_eq!(store.session(&secret(2)).await.unwrap().unwrap().last_used_at, later);
    // The next one to begin clears away what is over, and only that.
    let much_later = later + LONGEST_IDLE;
    store.begin_session(&secret(3), holder, &actor, much_later).await.unwrap();
    assert_eq!(store.session(&secret(2)).await.unwrap(), None);
    let third = store.session(&secret(3)).await.unwrap().unwrap();
    store.end_session(third.id, &actor, much_later).await.unwrap();
    store.end_session(third.id, &actor, much_later).await.unwrap();
    assert_eq!(store.session(&secret(3)).await.unwrap(), None);
    let ended = actions(&store).await.iter().filter(|action| action.starts_with("session_ended")).count();
    assert_eq!(ended, 1);
}

async fn the_trail_is_paged_and_only_ever_added_to(place: Place) {
    let store = place.open().await;
    let actor = Actor::command_line();
    assert_eq!(store.verify_audit(None).await.unwrap().sound, 0);
    for _ in 0..5 {
        store.add_token(operator_token(), &secret(1), &actor, moment()).await.unwrap();
    }
    let numbers = |records: Vec<AuditRecord>| records.iter().map(|record| record.number).collect::<Vec<_>>();
    assert_eq!(numbers(store.audit(None, 2).await.unwrap()), [5, 4]);
    assert_eq!(numbers(store.audit(Some(4), 10).await.unwrap()), [3, 2, 1]);
    let newest = store.audit(None, 1).await.unwrap().remove(0);
    assert_eq!((newest.before, newest.after.unwrap()["scopes"].clone()), (None, json!(["deliver"])));
    let sound = store.verify_audit(Some(&newest.hash)).await.unwrap();
    assert_eq!((sound.sound, &sound.head, sound.fault), (5, &newest.hash, None));
    for change in ["UPDATE audit SET actor = 'nobody' WHERE number = 3", "DELETE FROM audit WHERE number = 5"]
    {
        let mut transaction = store.begin().await.unwrap();
        assert!(sqlx::query(change).execute(&mut *transaction).await.is_err(), "{change}");
    }
}

/// Changes made at once stand one after another, and none is lost.
async fn whoever_adds_at_once_adds_one_after_another(place: Place) {
    let store = place.open().await;
    let mut adding = tokio::task::JoinSet::new();
    for number in 0..20 {
        let store = store.clone();
        adding.spawn(async move {
            store
                .add_token(operator_token(), &secret(number), &Actor::command_line(), moment())
                .await
                .unwrap();
        });
    }
    adding.join_all().await;
    let verified = store.verify_audit(None).await.unwrap();
    assert_eq!((verified.sound, verified.fault), (20, None));
}

/// Whoever gets past the trigger is found out.
async fn a_trail_that_was_tampered_with_is_told(place: Place) {
    for (tampering, fault) in [
        ("UPDATE audit SET actor = 'nobody' WHERE number = 3", AuditFault::Changed(3)),
        ("DELETE FROM audit WHERE number = 2", AuditFault::Missing(2)),
        ("DELETE FROM audit WHERE number = 5", AuditFault::CutOff { found: 4, expected: 5 }),
        ("UPDATE audit_head SET hash = 'another' WHERE id = 1", AuditFault::Rewritten(5)),
    ] {
        let place = place.another().await;
        let store = place.open().await;
        for _ in 0..5 {
            store.add_token(operator_token(), &secret(1), &Actor::command_line(), moment()).await.unwrap();
        }
        let mut transaction = store.begin().await.unwrap();
        let without_triggers = match store.database.dialect {
            Dialect::Sqlite => "DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_deleted",
            Dialect::Postgres => "ALTER TABLE audit DISABLE TRIGGER USER",
        };
        sqlx::raw_sql(without_triggers).execute(&mut *transaction).await.unwrap();
        sqlx::query(tampering).execute(&mut *transaction).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(store.verify_audit(None).await.unwrap().fault, Some(fault), "{tampering}");
    }
    let store = place.open().await;
    let noted = "0123".repeat(16);
    let found = store.verify_audit(Some(&noted)).await.unwrap();
    assert_eq!(found.fault, Some(AuditFault::NotedHashMissing));
}
