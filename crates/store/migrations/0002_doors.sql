-- Who guesses passwords is slowed down where he asks from, no longer by locking the account of somebody else.
ALTER TABLE account DROP COLUMN failures;
ALTER TABLE account DROP COLUMN locked_until;

-- An account of the demonstration: its password is published, so that it opens nothing where no demonstration is served.
ALTER TABLE account ADD COLUMN demo BOOLEAN NOT NULL DEFAULT FALSE;
-- Those that were laid out before share one salted hash, which no two people ever do.
UPDATE account SET demo = TRUE
 WHERE password IN (SELECT same.password FROM account same GROUP BY same.password HAVING COUNT(*) > 1);

-- Requests that a citizen has closed on his computer: their cookies open nothing any more. Kept until those would have ended anyway.
CREATE TABLE public_closed (
  session UUID PRIMARY KEY,
  until BIGINT NOT NULL
);
CREATE INDEX public_closed_by_end ON public_closed (until);

-- Uploads that no request took, and whether a content is still somebody's.
CREATE INDEX file_waiting ON file (uploaded_at) WHERE request_id IS NULL;
CREATE INDEX file_by_digest ON file (digest);
