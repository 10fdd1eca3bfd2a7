//! 会商、并单、突发事件: several requests about one matter, and who decides on it.

use super::super::aggregate::Request;
use super::super::dealings::{Incident, Ruling};
use super::super::event::Event;
use super::super::intake::{Field, ProblemKind, Problems, SHORT_CHARS_MAX, TEXT_CHARS_MAX};
use super::super::machine::{Situation, TARGETS_MAX, guard, text};
use super::super::refusal::{Obstacle, Refusal};
use super::super::state::Outcome;
use super::super::task::TaskKind;
use crate::city::City;
use crate::ids::{PlaceCode, RequestId, TopicCode, UnitCode};

impl Request {
    /// 11. The question is put to the units.
    pub(in crate::request) fn consult(
        &self,
        question: String,
        units: Vec<UnitCode>,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        self.mine_or_free(TaskKind::Dispatch, None, at)?;
        guard(self.dealings.consult.as_ref().is_none_or(|consult| consult.ruling.is_some()), Obstacle::AlreadyAsked)?;
        guard(!units.is_empty(), Obstacle::NoUnit)?;
        guard(units.len() <= TARGETS_MAX, Obstacle::TooManyUnits)?;
        for unit in &units {
            at.city.units.get(unit).ok_or_else(|| Refusal::NoSuchUnit(unit.clone()))?;
        }
        text(Field::Text, &question, 1)?;
        Ok(vec![Event::Consulted { question, units }])
    }

    /// 11. It is decided who leads. A binding ruling enters the catalogue, so the request must say topic and place.
    pub(in crate::request) fn rule(&self, ruling: Box<Ruling>, at: Situation<'_>) -> Result<Vec<Event>, Refusal> {
        let asked = self.dealings.consult.as_ref().is_some_and(|consult| consult.ruling.is_none());
        guard(asked, Obstacle::NothingAsked)?;
        for unit in std::iter::once(&ruling.lead).chain(&ruling.supporting) {
            at.city.units.get(unit).ok_or_else(|| Refusal::NoSuchUnit(unit.clone()))?;
        }
        guard(!ruling.supporting.contains(&ruling.lead), Obstacle::SameUnitTwice)?;
        guard(!ruling.binding || (self.facts.topic.is_some() && self.facts.place.is_some()), Obstacle::NoPlace)?;
        text(Field::Text, &ruling.minutes, 1)?;
        Ok(vec![Event::Ruled { ruling }])
    }

    /// 12. It goes on in another request; number, notice and call-back stay the citizen's own.
    pub(in crate::request) fn merge(
        &self,
        into: RequestId,
        number: String,
        evidence: String,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        self.mine_or_free(TaskKind::Dispatch, None, at)?;
        guard(into != self.id, Obstacle::IntoItself)?;
        // A master that went into another would take its followers' way to their call-back with it.
        guard(self.dealings.weight == 1 && self.dealings.incident.is_none(), Obstacle::IsMaster)?;
        text(Field::Reason, &evidence, 1)?;
        Ok(vec![Event::Merged { into, number, evidence }])
    }

    /// 12. It was another matter after all.
    #[expect(clippy::unused_self, reason = "a move of a request, like the others")]
    pub(in crate::request) fn unmerge(&self, reason: String) -> Result<Vec<Event>, Refusal> {
        text(Field::Reason, &reason, 1)?;
        Ok(vec![Event::Unmerged { reason }])
    }

    /// 12. The master has ended: the citizen gets his own call-back, or his own end.
    pub(in crate::request) fn follow(&self, outcome: Outcome) -> Vec<Event> {
        let followed = Event::Followed { outcome };
        if self.needs_callback() && outcome != Outcome::Answered {
            vec![followed, Event::CallbackBegun]
        } else {
            vec![followed, Event::Closed { outcome, survey: None, explained: None }]
        }
    }

    /// 48. What fits topic and place is merged into this request from now on.
    pub(in crate::request) fn declare_incident(
        &self,
        notice: String,
        topic: TopicCode,
        place: PlaceCode,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        guard(self.running_incident().is_none(), Obstacle::AlreadyAsked)?;
        let mut problems = Problems::default();
        problems.text(Field::Text, &notice, 1, SHORT_CHARS_MAX * 10);
        if at.city.topics.get(&topic).is_none() {
            problems.add(Field::Topic, ProblemKind::Unknown(topic.to_string()));
        }
        if at.city.places.get(&place).is_none() {
            problems.add(Field::Place, ProblemKind::Unknown(place.to_string()));
        }
        problems.into_result().map_err(Refusal::Invalid)?;
        let incident = Incident { notice, topic, place, declared: at.now, progress: None, ended: None };
        Ok(vec![Event::IncidentDeclared { incident: Box::new(incident) }])
    }

    /// 48. One progress for all who are attached.
    pub(in crate::request) fn share_progress(&self, words: String) -> Result<Vec<Event>, Refusal> {
        guard(self.running_incident().is_some(), Obstacle::NoIncident)?;
        let mut problems = Problems::default();
        problems.text(Field::Text, &words, 1, TEXT_CHARS_MAX);
        problems.into_result().map_err(Refusal::Invalid)?;
        Ok(vec![Event::ProgressShared { text: words }])
    }

    /// 48. No more are attached.
    pub(in crate::request) fn end_incident(&self, reason: String) -> Result<Vec<Event>, Refusal> {
        guard(self.running_incident().is_some(), Obstacle::NoIncident)?;
        text(Field::Reason, &reason, 1)?;
        Ok(vec![Event::IncidentEnded { reason }])
    }

    /// The incident that this request is the master of, while it lasts.
    pub fn running_incident(&self) -> Option<&Incident> {
        self.dealings.incident.as_ref().filter(|incident| incident.ended.is_none() && self.state.stage().is_open())
    }
}

impl Incident {
    /// Whether a request on this topic at this place belongs to it.
    pub fn takes(&self, topic: &TopicCode, place: &PlaceCode, city: &City) -> bool {
        let on = city
            .topics
            .get(topic)
            .is_some_and(|known| known.code == self.topic || known.parent.as_ref() == Some(&self.topic));
        on && city.places.is_within(place, &self.place)
    }
}
