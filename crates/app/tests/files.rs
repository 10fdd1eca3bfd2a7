//! A file is its uploader's until a request names it, on both engines.

use lianxin_app::ActError;
use lianxin_app::files::{self, Checked};
use lianxin_domain::FileId;
use lianxin_domain::request::Command;
use lianxin_testkit::{Desk, World, both_engines, help};

fn uploaded(city: &World, by: &Desk<'_>) -> FileId {
    let kept: Checked = city.app().files.keep("灯.png", b"\x89PNG\r\n\x1a\n0123456789").expect("a photo is taken");
    let (cx, account) = (city.context(&by.actor), by.actor.account);
    city.write(move |tx| files::add(tx, &cx, account, &kept))
}

fn supplement(file: FileId) -> Command {
    Command::Supplement { text: "请看".to_owned(), files: vec![file] }
}

both_engines! {
    fn nobody_ties_the_upload_of_another_to_a_request(city: &World) {
        let filed = city.agent().registers(help("路灯不亮"));
        let (of_agent, of_citizen) = (uploaded(city, &city.agent()), uploaded(city, &city.citizen()));
        for (thief, file) in [(city.dispatcher(), of_agent), (city.citizen(), of_agent), (city.agent(), of_citizen)] {
            let stolen = thief.tries(&filed, supplement(file));
            assert!(matches!(stolen, Err(ActError::NoSuchFile(refused)) if refused == file), "{stolen:?}");
        }
        city.agent().does(&filed, supplement(of_agent));
        city.citizen().does(&filed, supplement(of_citizen));
        // What belongs to the request already may be named again by whoever may write to it.
        city.dispatcher().does(&filed, supplement(of_agent));
    }
}
