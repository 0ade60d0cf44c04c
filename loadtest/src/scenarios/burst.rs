//! Burst: everyone of a large room votes at nearly the same moment.

use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Args;
use harness::program::Program;
use tokio::time::sleep;

use crate::figures::milliseconds;
use crate::game::Game;
use crate::house;
use crate::limits::BREATH;
use crate::member::Member;
use crate::options::{Common, measured};
use crate::outcome::{Cell, Goal, Outcome, Table as Figures};
use crate::plot::{Kind, Plot};
use crate::pulse::Pulse;

/// All members of one room vote within one second, then within 50 milliseconds: what waits for the same socket must go out
/// together.
#[derive(Clone, Debug, Default, Args)]
pub struct Options {
    /// Members of the room.
    #[arg(long)]
    members: Option<usize>,

    /// How often each burst is repeated.
    #[arg(long)]
    rounds: Option<usize>,
}

const WINDOWS: [Duration; 2] = [Duration::from_secs(1), Duration::from_millis(50)];
const WRITES_SAVED_MIN: f64 = 10.0;
const LEVEL_WITHIN: Duration = Duration::from_millis(250);

/// One burst.
struct Burst {
    window: Duration,
    /// How long the members really took to say their votes.
    said_within: Duration,
    /// From the last vote until everyone had heard of all.
    level_after: Duration,
    deliveries: u64,
    segments: u64,
    cpu: Duration,
}

pub async fn run(common: &Common, options: &Options) -> Result<Outcome> {
    let members = options.members.unwrap_or(common.pick(1_000, 100));
    let rounds = options.rounds.unwrap_or(common.pick(2, 1));
    let bar = common.bar("burst", (members + WINDOWS.len() * rounds) as u64);
    let data = tempfile::tempdir()?;
    let server = Program::start(&common.launch(data.path())).await?;
    let (process, pulse) = (measured(&server)?, Pulse::new());
    let mut game = Game::new(house::fill(server.address, 1, members, &pulse, &bar).await?);
    let mut bursts = vec![];
    for window in WINDOWS {
        for _ in 0..rounds {
            sleep(BREATH).await;
            let (deliveries, segments) = (pulse.counts().deliveries, segments(&game)?);
            let (cpu, begun) = (process.cpu_time()?, Instant::now());
            let said_within = game.say_votes(window.div_f64(members as f64)).await?;
            game.settled().await?;
            bursts.push(Burst {
                window,
                said_within,
                level_after: begun.elapsed() - said_within,
                deliveries: pulse.counts().deliveries - deliveries,
                segments: self::segments(&game)? - segments,
                cpu: process.cpu_time()? - cpu,
            });
            game.play(2, Duration::ZERO).await?;
            bar.inc(1);
        }
    }
    house::verify(server.address, game.companies()).await?;
    bar.finish_and_clear();
    Ok(outcome(&bursts))
}

/// Writes of the server that have reached the members, as far as the kernel tells them apart.
fn segments(game: &Game) -> Result<u64> {
    let members = game.companies().iter().flat_map(|company| &company.members);
    members.map(|member: &Member| Ok(member.counted()?.segments_received)).sum()
}

fn outcome(bursts: &[Burst]) -> Outcome {
    let mut outcome = Outcome::default();
    let mut table = Figures::new(
        "",
        &["votes within ms", "said within ms", "events x members", "writes", "times fewer", "level after ms", "CPU ms"],
    );
    for burst in bursts {
        table.row([
            Cell::number(milliseconds(burst.window), 0),
            Cell::number(milliseconds(burst.said_within), 0),
            burst.deliveries.into(),
            burst.segments.into(),
            Cell::number(burst.saved(), 1),
            Cell::number(milliseconds(burst.level_after), 0),
            Cell::number(milliseconds(burst.cpu), 0),
        ]);
    }
    outcome.tables.push(table);
    let saved = bursts.iter().map(Burst::saved).fold(f64::INFINITY, f64::min);
    outcome.goals.push(Goal {
        wanted: format!("at least {WRITES_SAVED_MIN:.0} times fewer writes than events x members"),
        found: format!("{saved:.1} times fewer in the worst burst"),
        is_met: saved >= WRITES_SAVED_MIN,
    });
    let level = bursts.iter().map(|burst| burst.level_after).max().unwrap_or_default();
    outcome.goals.push(Goal {
        wanted: format!("everyone level within {} ms of the last vote", LEVEL_WITHIN.as_millis()),
        found: format!("after {:.0} ms in the worst burst", milliseconds(level)),
        is_met: level <= LEVEL_WITHIN,
    });
    outcome.goals.push(Goal {
        wanted: "no member's outbox over its bound".into(),
        found: "none was closed for it".into(),
        // Otherwise the run has failed.
        is_met: true,
    });
    let bar = |burst: &Burst| {
        let label = format!("{} ms", burst.window.as_millis());
        (label, vec![Some(burst.deliveries as f64), Some(burst.segments as f64)])
    };
    outcome.plots.push(Plot {
        name: "burst",
        title: "Every member of a room votes at once".into(),
        unit: "",
        series: vec!["events x members", "writes"],
        kind: Kind::Bars(bursts.iter().map(bar).collect()),
    });
    outcome
}

impl Burst {
    fn saved(&self) -> f64 {
        self.deliveries as f64 / self.segments as f64
    }
}
