-- The schema of both engines. Instants are microseconds UTC; grade and secrecy are ranks, so that lists can order
-- by them; JSON stands in TEXT and is never filtered on. A `…_key` is eight bytes of a hash of the column beside it: an
-- index of those is a third as large, and a search compares the column as well. `turn` is the place in a queue: grade
-- and due moment in one number. `due_from` is when the clock that is due next was started.

CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('journal', 0);

CREATE TABLE request (
  id UUID PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  version BIGINT NOT NULL,
  chain TEXT NOT NULL,
  state TEXT NOT NULL,
  state_facts TEXT NOT NULL,
  channel TEXT NOT NULL,
  kind TEXT NOT NULL,
  topic TEXT,
  place TEXT,
  address TEXT NOT NULL,
  address_key BIGINT,
  title TEXT NOT NULL,
  account TEXT NOT NULL,
  demand TEXT NOT NULL,
  occurred_at BIGINT,
  received_at BIGINT NOT NULL,
  grade BIGINT NOT NULL,
  grade_reason TEXT NOT NULL,
  secrecy BIGINT NOT NULL,
  wants_callback BOOLEAN NOT NULL,
  call_window TEXT,
  files TEXT NOT NULL,
  registered_at BIGINT NOT NULL,
  ended_at BIGINT,
  due_from BIGINT,
  due_at BIGINT,
  due_kind TEXT,
  overdue BOOLEAN NOT NULL,
  urges BIGINT NOT NULL,
  last_urged_at BIGINT,
  supplements BIGINT NOT NULL,
  reworks BIGINT NOT NULL,
  survey TEXT,
  dealings TEXT NOT NULL,
  -- Drawn from state and dealings, so that followers and incidents are found.
  master_id UUID,
  incident BOOLEAN NOT NULL,
  contact_id UUID,
  name_sealed TEXT,
  name_hash TEXT,
  name_key BIGINT,
  phone_sealed TEXT,
  phone_hash TEXT,
  phone_key BIGINT,
  code_hash TEXT NOT NULL
);
CREATE INDEX request_by_state ON request (state, id);
CREATE INDEX request_by_topic ON request (topic, id);
CREATE INDEX request_by_place ON request (place, id);
CREATE INDEX request_by_phone ON request (phone_key, id) WHERE phone_key IS NOT NULL;
CREATE INDEX request_by_name ON request (name_key, id) WHERE name_key IS NOT NULL;
CREATE INDEX request_by_channel ON request (channel, id);
CREATE INDEX request_by_kind ON request (kind, id);
-- Most requests are ordinary: a list of those is the list of all.
CREATE INDEX request_by_grade ON request (grade, id) WHERE grade > 0;
CREATE INDEX request_by_address ON request (address_key, id) WHERE address_key IS NOT NULL;
CREATE INDEX request_overdue ON request (id) WHERE overdue;
CREATE INDEX request_by_master ON request (master_id, id) WHERE master_id IS NOT NULL;
CREATE INDEX request_incident ON request (id) WHERE incident;

CREATE TABLE request_unit (
  unit TEXT NOT NULL,
  request_id UUID NOT NULL REFERENCES request (id),
  PRIMARY KEY (unit, request_id)
);
CREATE INDEX request_unit_by_request ON request_unit (request_id);

CREATE TABLE work_order (
  id UUID PRIMARY KEY,
  request_id UUID NOT NULL REFERENCES request (id),
  position BIGINT NOT NULL,
  parent_id UUID,
  unit TEXT NOT NULL,
  role TEXT NOT NULL,
  opinion TEXT NOT NULL,
  state TEXT NOT NULL,
  state_facts TEXT NOT NULL,
  dispatched_at BIGINT NOT NULL,
  accepted_at BIGINT,
  contacted_at BIGINT,
  reported_at BIGINT,
  phoned_at BIGINT,
  overdue BOOLEAN NOT NULL,
  due_from BIGINT,
  due_at BIGINT,
  due_kind TEXT,
  dealings TEXT NOT NULL,
  turn BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX work_order_by_request ON work_order (request_id);
CREATE INDEX work_order_inbox ON work_order (unit, state, turn, id);

CREATE TABLE clock (
  id UUID PRIMARY KEY,
  request_id UUID NOT NULL REFERENCES request (id),
  position BIGINT NOT NULL,
  order_id UUID,
  kind TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  policy TEXT NOT NULL,
  -- Period, pauses, extensions, the first due moment.
  course TEXT NOT NULL,
  rung BIGINT NOT NULL,
  ring_at BIGINT,
  stopped_at BIGINT,
  overdue_at BIGINT
);
CREATE INDEX clock_by_request ON clock (request_id);
CREATE INDEX clock_to_ring ON clock (ring_at, id) WHERE ring_at IS NOT NULL;
-- What runs by an old policy, for a new one that moves it.
CREATE INDEX clock_by_policy ON clock (policy, request_id) WHERE stopped_at IS NULL;

CREATE TABLE task (
  id UUID PRIMARY KEY,
  request_id UUID NOT NULL REFERENCES request (id),
  position BIGINT NOT NULL,
  order_id UUID,
  kind TEXT NOT NULL,
  pool TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  due_at BIGINT,
  not_before BIGINT,
  turn BIGINT NOT NULL,
  claimed_by UUID,
  claimed_at BIGINT,
  done_at BIGINT
);
CREATE INDEX task_by_request ON task (request_id);
CREATE INDEX task_open ON task (kind, pool, turn, id) WHERE done_at IS NULL;
-- What somebody has in his hands, for whoever takes it over.
CREATE INDEX task_in_hand ON task (claimed_by, turn, id) WHERE claimed_by IS NOT NULL AND done_at IS NULL;

-- Masters that have ended: their followers go on one by one, and the row goes with the last.
CREATE TABLE ended_master (
  request_id UUID PRIMARY KEY REFERENCES request (id)
);

-- The outbox: queued with the entry that made it necessary, sent afterwards.
CREATE TABLE message (
  id UUID PRIMARY KEY,
  request_id UUID NOT NULL REFERENCES request (id),
  occasion TEXT NOT NULL,
  audience TEXT NOT NULL,
  unit TEXT,
  -- Whoever sits here reads it as a notice, such as unit_duty:hexi.
  seat TEXT NOT NULL,
  means TEXT NOT NULL,
  body TEXT NOT NULL,
  queued_at BIGINT NOT NULL,
  -- When it is to be sent, or tried again; whoever takes it to send moves this on. NULL: nothing is left to do.
  send_at BIGINT,
  attempts BIGINT NOT NULL,
  -- queued, sent, by_hand (a person does it), failed, moot
  state TEXT NOT NULL,
  person TEXT,
  number TEXT,
  error TEXT,
  done_at BIGINT
);
CREATE INDEX message_to_send ON message (send_at, id) WHERE send_at IS NOT NULL;
CREATE INDEX message_by_request ON message (request_id, id);
CREATE INDEX message_notice ON message (seat, id) WHERE means = 'notice';
CREATE INDEX message_to_somebody ON message (id) WHERE means <> 'notice';
CREATE INDEX message_by_state ON message (state, id) WHERE means <> 'notice';

-- A proposed change of the city pack: one file's new text. In force once another person has approved it.
CREATE TABLE pack_change (
  id UUID PRIMARY KEY,
  path TEXT NOT NULL,
  before_text TEXT NOT NULL,
  after_text TEXT NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  proposed_by UUID NOT NULL,
  proposed_name TEXT NOT NULL,
  proposed_at BIGINT NOT NULL,
  decided_by UUID,
  decided_name TEXT,
  decided_at BIGINT,
  decided_note TEXT
);
CREATE INDEX pack_change_by_state ON pack_change (state, id);

CREATE TABLE journal (
  seq BIGINT PRIMARY KEY,
  request_id UUID NOT NULL REFERENCES request (id),
  no BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account UUID,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (request_id, no)
);

CREATE TABLE account (
  id UUID PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password TEXT NOT NULL,
  roles TEXT NOT NULL,
  unit TEXT NOT NULL,
  cleared BOOLEAN NOT NULL,
  disabled BOOLEAN NOT NULL,
  -- Of the demonstration: its password is published, so that it opens nothing where no demonstration is served.
  demo BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL
);

CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  account_id UUID NOT NULL REFERENCES account (id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX session_by_account ON session (account_id);

CREATE TABLE api_token (
  token_hash TEXT PRIMARY KEY,
  account_id UUID NOT NULL REFERENCES account (id),
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT
);

CREATE TABLE idempotency (
  account_id UUID NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status BIGINT NOT NULL,
  answer TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);

CREATE TABLE draft (
  account_id UUID NOT NULL,
  slot TEXT NOT NULL,
  version BIGINT NOT NULL,
  sealed TEXT NOT NULL,
  saved_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, slot)
);

CREATE TABLE file (
  id UUID PRIMARY KEY,
  request_id UUID,
  name TEXT NOT NULL,
  media TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  digest TEXT NOT NULL,
  account UUID,
  uploaded_at BIGINT NOT NULL
);
CREATE INDEX file_by_request ON file (request_id);
-- Uploads that no request took, and whether a content is still somebody's.
CREATE INDEX file_waiting ON file (uploaded_at) WHERE request_id IS NULL;
CREATE INDEX file_by_digest ON file (digest);

CREATE TABLE imported (
  source TEXT NOT NULL,
  source_id TEXT NOT NULL,
  request_id UUID NOT NULL REFERENCES request (id),
  PRIMARY KEY (source, source_id)
);

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- What somebody has read: everything up to this message.
CREATE TABLE notice_read (
  account_id UUID PRIMARY KEY REFERENCES account (id),
  up_to UUID NOT NULL
);

-- Requests that a citizen has closed on his computer: their cookies open nothing any more. Kept until those would have ended anyway.
CREATE TABLE public_closed (
  session UUID PRIMARY KEY,
  until BIGINT NOT NULL
);
CREATE INDEX public_closed_by_end ON public_closed (until);

-- What the board and the figures read, so that neither walks through everything.

-- Open orders that are not ordinary, the gravest and the soonest due first. 2305843009213693952 is the first turn of an ordinary one.
CREATE INDEX work_order_board ON work_order (turn, id) WHERE turn < 2305843009213693952
  AND state IN ('dispatched','accepted','handling','return_asked','delay_asked','reported','sent_back','rework','parked');

-- What an order of the lead counts for, once its request has ended. `marks` is one number, so that equal ones are counted at once.
CREATE TABLE score (
  order_id UUID PRIMARY KEY REFERENCES work_order (id),
  request_id UUID NOT NULL REFERENCES request (id),
  unit TEXT NOT NULL,
  secrecy BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  marks BIGINT NOT NULL
);
CREATE INDEX score_by_request ON score (request_id);
CREATE INDEX score_by_end ON score (ended_at, secrecy, unit, marks);
CREATE INDEX score_by_unit ON score (unit, ended_at, order_id, secrecy, marks);
