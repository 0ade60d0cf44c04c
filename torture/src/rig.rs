//! A disk whose power can be cut: ext4 on an image file that btrfs can copy in one instant.
//!
//! A copy holds what the file system had written to its disk by then, and nothing of what was still in memory, as after a
//! power cut. What it cannot show is a disk that lies: all that reached the disk counts as kept.
//!
//! The mounts live in a mount namespace of our own, the loop devices detach themselves with their last mount, and the
//! sparse file has no name any more: even if all this is killed, nothing stays behind but an empty folder.

use std::env;
use std::ffi::OsStr;
use std::fs::{File, create_dir, remove_file};
use std::os::unix::fs::FileExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::limits::{DISK_BYTES, JOURNAL_MEBIBYTES, POOL_BYTES, UNMOUNT_PAUSE, UNMOUNT_TRIES_MAX};
use crate::tool::{output, run};

/// Says to the process that it is inside its namespace already.
const INSIDE: &str = "TEAMPOKER_TORTURE_INSIDE";
const NAMESPACE: [&str; 5] = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];

/// Where ext4 says what a file system has that not every reader knows: in its superblock, which begins at 1024.
const INCOMPATIBLE_FEATURES_AT: u64 = 1024 + 0x60;
/// The one that is set as long as it is mounted.
const NEEDS_RECOVERY: u32 = 0x4;

/// Starts this program anew where its mounts are its own and its children die with it; returns once it is so.
///
/// # Errors
///
/// This machine does not allow it.
pub fn enter_namespace() -> Result<()> {
    if env::var_os(INSIDE).is_some() {
        return Ok(());
    }
    run("unshare", NAMESPACE.iter().chain(&["true"]))?;
    let this = env::current_exe().context("where this program is")?;
    let error = Command::new("unshare").args(NAMESPACE).arg(this).args(env::args_os().skip(1)).env(INSIDE, "1").exec();
    Err(error).context("starting in a namespace")
}

/// The disk. It goes when this is dropped, the innermost first.
pub struct Rig {
    disk: Mount,
    pool: Mount,
    folder: TempDir,
}

impl Rig {
    /// # Errors
    ///
    /// A tool is missing, or this machine does not allow mounts or loop devices.
    pub fn build() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("team-poker-power-").tempdir().context("a temporary folder")?;
        let sparse = folder.path().join("pool.image");
        File::create_new(&sparse)?.set_len(POOL_BYTES)?;
        run("mkfs.btrfs", [OsStr::new("--quiet"), sparse.as_ref()])?;
        let pool = Mount::image(&sparse, &folder.path().join("pool"), Cache::Kernel)?;
        // The loop device has it open; without a name it cannot outlive us.
        remove_file(&sparse)?;

        let image = pool.at.join("disk.image");
        File::create_new(&image)?.set_len(DISK_BYTES)?;
        let journal = format!("size={JOURNAL_MEBIBYTES}");
        let options = ["-q", "-b", "4096", "-J", &journal].map(OsStr::new);
        run("mkfs.ext4", options.into_iter().chain([image.as_os_str()]))?;
        // Written through, or the copy would hold what the disk was never given.
        let disk = Mount::image(&image, &folder.path().join("disk"), Cache::None)?;
        Ok(Self { disk, pool, folder })
    }

    /// Where the file system is that loses its power.
    pub fn path(&self) -> &Path {
        &self.disk.at
    }

    /// Cuts the power now. The disk itself goes on; the other one is what a cut would have left.
    pub fn cut(&self) -> Result<Remains> {
        let image = self.pool.at.join("remains.image");
        let from = self.pool.at.join("disk.image");
        run("cp", [OsStr::new("--reflink=always"), from.as_ref(), image.as_ref()])?;
        Ok(Remains { image, at: self.folder.path().join("remains") })
    }
}

/// What a power cut has left of the disk: an image as it was in that instant.
pub struct Remains {
    image: PathBuf,
    at: PathBuf,
}

impl Remains {
    /// Whether the file system was in the midst of something, so that it has to be repaired from its journal.
    pub fn is_torn(&self) -> Result<bool> {
        let mut features = [0; 4];
        File::open(&self.image)?.read_exact_at(&mut features, INCOMPATIBLE_FEATURES_AT)?;
        Ok(u32::from_le_bytes(features) & NEEDS_RECOVERY != 0)
    }

    /// Mounts it, which repairs the file system from its journal, as the next start of the machine would.
    pub fn mount(&self) -> Result<Mount> {
        Mount::image(&self.image, &self.at, Cache::Kernel)
    }
}

impl Drop for Remains {
    fn drop(&mut self) {
        if let Err(error) = remove_file(&self.image) {
            eprintln!("{} stays behind: {error}", self.image.display());
        }
    }
}

/// Whether what a loop device writes waits in the kernel's page cache for its file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cache {
    Kernel,
    None,
}

/// Something mounted, until this is dropped.
pub struct Mount {
    pub at: PathBuf,
}

impl Mount {
    /// A file system that lives in memory.
    ///
    /// # Errors
    ///
    /// This machine does not allow it.
    pub fn tmpfs(at: &Path, bytes: u64) -> Result<Self> {
        Self::new(at, ["-t", "tmpfs", "-o", &format!("size={bytes}"), "tmpfs"].map(OsStr::new))
    }

    /// Makes room in a file system that lives in memory.
    pub fn grow(&self, bytes: u64) -> Result<()> {
        let options = format!("remount,size={bytes}");
        run("mount", [OsStr::new("-o"), options.as_ref(), self.at.as_ref()])
    }

    fn image(image: &Path, at: &Path, cache: Cache) -> Result<Self> {
        let direct = if cache == Cache::None { "--direct-io=on" } else { "--direct-io=off" };
        let device = output("losetup", [OsStr::new("--find"), "--show".as_ref(), direct.as_ref(), image.as_ref()])?;
        let mount = Self::new(at, [OsStr::new(&device)]);
        // In use it is detached only when it is unmounted.
        run("losetup", ["--detach", &device])?;
        mount
    }

    fn new<const N: usize>(at: &Path, what: [&OsStr; N]) -> Result<Self> {
        if !at.exists() {
            create_dir(at)?;
        }
        run("mount", what.into_iter().chain([at.as_os_str()]))?;
        Ok(Self { at: at.to_owned() })
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        // A loop device detaches, and a killed process lets go of its files, a moment after its end.
        for _ in 0..UNMOUNT_TRIES_MAX {
            if run("umount", [&self.at]).is_ok() {
                return;
            }
            thread::sleep(UNMOUNT_PAUSE);
        }
        if let Err(error) = run("umount", [OsStr::new("--lazy"), self.at.as_ref()]) {
            eprintln!("{} stays mounted: {error:#}", self.at.display());
        }
    }
}
