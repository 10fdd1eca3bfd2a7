//! `GET /api/catalogue`: who should act on a topic at a place, and why.

use axum::response::IntoResponse;
use lianxin_domain::city::ProposalSource;
use lianxin_domain::request::Field;
use lianxin_domain::{PlaceCode, TopicCode, UnitCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::call::{self, Answer, Query, Reads};
use crate::api::requests::list::known;

/// What it is about, and where.
#[derive(Clone, Deserialize, IntoParams, Debug)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct CatalogueQuery {
    /// Code of a topic.
    #[param(example = "heating.cold")]
    topic: String,
    /// Code of a place.
    #[param(example = "hexi.taoyuan")]
    place: Option<String>,
}

/// Who should act.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct CatalogueJson {
    /// Null: the catalogue has no rule that fits; a person must decide.
    proposal: Option<ProposalJson>,
}

/// A proposal with its reason.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct ProposalJson {
    lead: UnitJson,
    supporting: Vec<UnitJson>,
    /// The rule of the catalogue; null if the topic itself names its usual unit.
    rule: Option<String>,
    /// What it rests on.
    because: String,
}

/// A unit.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct UnitJson {
    code: String,
    name: String,
}

/// Who should act on a topic at a place, and why.
#[utoipa::path(
    get, path = "/api/catalogue", tag = "city", operation_id = "catalogue", params(CatalogueQuery),
    responses((status = 200, description = "The proposal.", body = CatalogueJson)),
)]
pub(in crate::api) async fn catalogue(Reads(caller): Reads, Query(query): Query<CatalogueQuery>) -> Answer {
    let (cx, city, lang) = (&caller.cx, &caller.cx.city, caller.cx.lang);
    let refuse = call::problem(lang);
    let topic = TopicCode::from(query.topic.as_str());
    known(city.topics.get(&topic), Field::Topic, &query.topic).map_err(&refuse)?;
    let place = query.place.as_deref().filter(|place| !place.is_empty()).map(PlaceCode::from);
    if let Some(place) = &place {
        known(city.places.get(place), Field::Place, place.as_str()).map_err(&refuse)?;
    }
    let unit = |code: &UnitCode| UnitJson {
        code: code.to_string(),
        name: city.units.get(code).map_or_else(|| code.to_string(), |unit| unit.name.get(lang).to_owned()),
    };
    let proposal = city.propose(&topic, place.as_ref(), cx.now).map(|proposal| {
        let (rule, because) = match &proposal.rule {
            ProposalSource::Rule { id, basis } => (Some(id.clone()), basis.get(lang).to_owned()),
            ProposalSource::TopicDefault { topic } => {
                let name = city.topics.path_name(topic, lang);
                (
                    None,
                    lang.pick(format!("主题“{name}”的默认主办单位"), format!("the usual unit of the topic “{name}”")),
                )
            }
        };
        ProposalJson {
            lead: unit(&proposal.lead),
            supporting: proposal.supporting.iter().map(&unit).collect(),
            rule,
            because,
        }
    });
    Ok(axum::Json(CatalogueJson { proposal }).into_response())
}
