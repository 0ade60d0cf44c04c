//! Network: the lines between players and program are cut again and again, and everybody still ends up with the same room.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use clap::Args;
use harness::limits::PATIENCE;
use harness::program::Program;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::audit::Audit;
use crate::crowd::{Crowd, Returns};
use crate::limits::{COME_BACK_US_MAX, DISCONNECTS_PER_AUDIT, GIVE_UP_AFTER};
use crate::log::Log;
use crate::options::Common;
use crate::proxy::{Fault, Proxy};
use crate::report::Report;

/// Drop, stall, delay and cut the lines of many players: each misses nothing, hears nothing twice, and has the same room.
#[derive(Debug, Args)]
pub struct Options {
    /// How many connections are to be lost.
    #[arg(long, default_value_t = 300)]
    disconnects: u64,
    #[arg(long, default_value_t = 3)]
    rooms: usize,
    /// People who vote, one of them a moderator in each room.
    #[arg(long, default_value_t = 24)]
    clients: usize,
    /// Commands that each asks for before the first of them is answered.
    #[arg(long, default_value_t = 4)]
    in_flight: usize,
    /// Let single messages to players disappear, and the connection live on, to see that the proof fails.
    #[arg(long)]
    sabotage: bool,
}

pub async fn run(common: &Common, options: &Options) -> Result<()> {
    let Options { disconnects, rooms, clients, in_flight, sabotage } = *options;
    println!("Network: {disconnects} lost connections of {clients} people in {rooms} rooms");
    let mut random = common.random();
    let begun = Instant::now();
    let data = tempfile::tempdir()?;
    let program = Program::start(&common.launch(data.path())).await?;
    let proxy = Proxy::start(program.address, sabotage, &mut random).await?;
    let mut crowd = Crowd::gather(program.address, rooms, clients, &mut random).await?;
    for person in &mut crowd.people {
        person.habits.in_flight_max = in_flight;
        person.habits.gives_up_after = Some(GIVE_UP_AFTER);
    }
    let log = Log::open(data.path())?;
    let given_up = Arc::new(AtomicU64::new(0));
    let (mut audit, mut returns) = (Audit::default(), Returns::default());
    returns.add(crowd.come_back(proxy.address).await?);
    audit.add(crowd.audit(&log)?);
    let lost = || proxy.resets() + given_up.load(Ordering::Relaxed);
    while lost() < disconnects && audit.is_clean() {
        let until = disconnects.min(lost() + DISCONNECTS_PER_AUDIT);
        storm(&mut crowd, &proxy, &given_up, until, &mut random).await?;
        returns.add(crowd.come_back(proxy.address).await?);
        audit.add(crowd.audit(&log)?);
    }
    let mut report = Report::default();
    report.row("connections lost", lost(), format_args!("in {:.1} s", begun.elapsed().as_secs_f64()));
    for fault in Fault::ALL {
        report.row(&format!("  {fault:?}"), proxy.count(fault), "");
    }
    report.row("  reset by the proxy", proxy.resets(), "");
    report.row(
        "  given up by the player",
        given_up.load(Ordering::Relaxed),
        "what was under way arrives late, or never",
    );
    report.row("events kept", audit.events, "");
    report.row("commands said again", audit.repeated, "");
    audit.tell(&mut report);
    report.fault("back, and without their seat", returns.unseated, returns.people);
    print!("{report}");
    audit.must_be_clean()?;
    ensure!(returns.unseated == 0, "somebody came back and had no seat");
    let status = program.terminate().await?;
    ensure!(status.success(), "the program ended with {status} when it was asked to");
    crowd.audit_whole(&log)?;
    Ok(())
}

/// Everybody plays, and comes back whenever their line is lost, until that many were.
async fn storm(
    crowd: &mut Crowd,
    proxy: &Proxy,
    given_up: &Arc<AtomicU64>,
    until: u64,
    random: &mut fastrand::Rng,
) -> Result<()> {
    let (stop, stopped) = watch::channel(false);
    let address = proxy.address;
    proxy.storm(true);
    let watching = async {
        while proxy.resets() + given_up.load(Ordering::Relaxed) < until {
            sleep(Duration::from_millis(1)).await;
        }
        proxy.storm(false);
        stop.send_replace(true);
    };
    let playing = crowd.all(|mut person| {
        let (stopped, given_up) = (stopped.clone(), given_up.clone());
        let mut random = random.fork();
        async move {
            while !*stopped.borrow() {
                if let Some(cut) = person.habits.play(&mut person.player, &stopped).await {
                    given_up.fetch_add(u64::from(cut.is_given_up), Ordering::Relaxed);
                    sleep(Duration::from_micros(random.u64(..COME_BACK_US_MAX))).await;
                    // An attempt that is lost as well is one more line that was cut, which the next one makes good.
                    let _ = timeout(GIVE_UP_AFTER, person.player.connect(address)).await;
                }
            }
            (person, ())
        }
    });
    let (_, played) = tokio::join!(timeout(PATIENCE, watching), playing);
    played?;
    Ok(())
}
