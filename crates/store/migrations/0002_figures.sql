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
