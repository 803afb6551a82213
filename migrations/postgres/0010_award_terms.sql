-- What a procurement is decided by (JSON), fixed when it is made: cut-off, requirements with the hashes of their
-- documents, and what each criterion is worth. NULL: its bids are kept and not evaluated here.

ALTER TABLE procurements ADD COLUMN award_terms TEXT;
