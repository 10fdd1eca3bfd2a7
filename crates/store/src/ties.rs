//! Requests that belong to one matter: masters, those merged into them, running incidents.

use lianxin_domain::RequestId;

use crate::{StoreError, Tx, sql, values};

sql!(FOLLOWERS, "SELECT id FROM request WHERE master_id = $1 ORDER BY id LIMIT $2");
sql!(INCIDENTS, "SELECT id FROM request WHERE incident ORDER BY id LIMIT 50");
sql!(ENDED, "SELECT request_id FROM ended_master ORDER BY request_id LIMIT 1");
sql!(END, "INSERT INTO ended_master (request_id) VALUES ($1) ON CONFLICT (request_id) DO NOTHING");
sql!(FORGET, "DELETE FROM ended_master WHERE request_id = $1");

impl Tx {
    /// Requests merged into this one, that have not gone their own way.
    pub fn followers(&mut self, master: RequestId, limit: i64) -> Result<Vec<RequestId>, StoreError> {
        self.query(&FOLLOWERS, &values![master, limit], |row| row.get(0))
    }

    /// Masters of running incidents.
    pub fn running_incidents(&mut self) -> Result<Vec<RequestId>, StoreError> {
        self.query(&INCIDENTS, &[], |row| row.get(0))
    }

    /// A master that has ended and whose followers still wait.
    pub fn ended_master(&mut self) -> Result<Option<RequestId>, StoreError> {
        self.query_opt(&ENDED, &[], |row| row.get(0))
    }

    /// Its followers are to go on.
    pub fn remember_ended_master(&mut self, master: RequestId) -> Result<(), StoreError> {
        self.execute(&END, &values![master]).map(drop)
    }

    /// All of them have.
    pub fn forget_ended_master(&mut self, master: RequestId) -> Result<(), StoreError> {
        self.execute(&FORGET, &values![master]).map(drop)
    }
}
