-- More than two people of one mailbox are looked at before they count.
ALTER TABLE opening ADD COLUMN mailbox BLOB; -- keyed hash of the mailbox; null where there is none
CREATE INDEX opening_mailbox ON opening (mailbox) WHERE mailbox IS NOT NULL;
