//! The export as a table: what it holds, and what it must not.

use insta::assert_snapshot;
use serde_json::json;

use crate::program::{Server, but, cold_flat};

#[tokio::test]
async fn a_table_holds_no_formula_and_no_name() {
    let server = Server::new().await;
    let agent = server.agent();
    agent.post("/api/requests", &but(cold_flat(), &json!({ "title": "=1+1", "address": "某里, 12 号" }))).await;
    assert_snapshot!(agent.get("/api/export/requests.csv?kind=help").await.to_string().replace('\u{feff}', "<BOM>"), @r#"
    200 OK
    content-type: text/csv; charset=utf-8
    content-disposition: attachment; filename="requests-2025-03-03.csv"

    <BOM>Number,State,Kind,Channel,Topic,Place,Address,Title,Grade,Registered,Ended,Due,Overdue,Urged
    TJ250303-000013,Registered,Help,Phone,Heating › Not warm enough,"Taoyuan, Hexi District","某里, 12 号","'=1+1",Urgent,2025-03-03 09:00:00,,2025-03-03 09:15:00,no,0
    "#);
}

#[tokio::test]
async fn a_table_does_not_tell_where_somebody_lives_whose_identity_is_hidden() {
    let server = Server::new().await;
    server.world.agent().registers(
        lianxin_testkit::wrongdoing("举报违规收费").but(|intake| "某里 9 号楼".clone_into(&mut intake.address)),
    );
    let table = server.agent().get("/api/export/requests.csv?kind=report").await.text();
    assert!(table.contains("举报违规收费") && !table.contains("某里"), "{table}");
}

#[tokio::test]
async fn a_long_table_is_read_to_its_end() {
    let server = Server::new().await;
    let desk = server.world.agent();
    for n in 0..450 {
        desk.registers(lianxin_testkit::help(&format!("第 {n} 件")));
    }
    let table = server.agent().get("/api/export/requests.csv").await.text();
    let mut numbers: Vec<&str> = table.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    numbers.dedup();
    assert_eq!(numbers.len(), 450, "over three pages, each once");
}
