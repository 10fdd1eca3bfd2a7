//! Whom to phone for an audience of a ladder, now; and when citizens may be called.

use jiff::civil::Date;

use super::City;
use super::duty::{Duty, DutyPost};
use super::ladder::Audience;
use super::unit::Unit;
use crate::ids::UnitCode;
use crate::moment::Moment;

impl City {
    /// The persons to phone now, in calling order. `unit` is the unit that owes; `None`: the centre itself. Where the unit has no
    /// such line the unit above is asked, and in the end the duty room of the centre: a checked city never answers with nobody.
    ///
    /// Those who work at a screen of the centre (floor supervisor, dispatchers) are reached through its duty room, the owner of
    /// a task through that of his unit.
    pub fn whom(&self, audience: Audience, unit: Option<&UnitCode>, at: Moment) -> Vec<&Duty> {
        let chain = unit.map(|code| self.units.ancestors(code)).unwrap_or_default();
        let manned = |unit: &'_ Unit, post| self.manned(&unit.code, post, at);
        let nearest = |chain: &[&Unit], post| {
            let lines = chain.iter().map(|unit| manned(unit, post)).find(|lines| !lines.is_empty());
            lines.unwrap_or_default()
        };
        let center = self.units.center();
        let found = match audience {
            Audience::Owner | Audience::UnitDuty => nearest(&chain, DutyPost::Desk),
            Audience::UnitHead => nearest(&chain, DutyPost::Head),
            Audience::Superior => nearest(chain.get(1..).unwrap_or_default(), DutyPost::Desk),
            Audience::Supervision => manned(center, DutyPost::Supervision),
            Audience::LeaderOnDuty => manned(center, DutyPost::Leader),
            Audience::FloorSupervisor | Audience::Dispatchers => Vec::new(),
        };
        if found.is_empty() { manned(center, DutyPost::Desk) } else { found }
    }

    /// The lines of a unit that are manned for a post. Whoever answers stands in for a duty room that is not manned.
    fn manned(&self, unit: &UnitCode, post: DutyPost, at: Moment) -> Vec<&Duty> {
        let Some(unit) = self.units.get(unit) else { return Vec::new() };
        let on_duty = unit.on_duty(at, &self.zone);
        let of_post: Vec<&Duty> = on_duty.iter().copied().filter(|duty| duty.post == post).collect();
        if of_post.is_empty() && post == DutyPost::Desk { on_duty } else { of_post }
    }

    /// The first moment from `at` on at which the policy in force lets a citizen be called.
    pub fn may_call_from(&self, at: Moment) -> Moment {
        let hours = self.policy(at).limits.callback_hours;
        let local = self.zone.to_datetime(at.timestamp());
        if hours.cover(local.time()) {
            return at;
        }
        let opens = hours.opens();
        let day = if local.time() < opens { Ok(local.date()) } else { local.date().tomorrow() };
        let moment = |day: Date| self.zone.to_ambiguous_timestamp(day.to_datetime(opens)).compatible().ok();
        // Beyond the last day that can be named nobody waits.
        day.ok().and_then(moment).map_or(at, Moment::from_timestamp)
    }
}
