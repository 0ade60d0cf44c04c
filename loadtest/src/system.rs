//! What only the system can be asked, and what the standard library does not ask: the calls that need `unsafe`.

use std::io;
use std::mem::size_of;
use std::os::fd::{AsFd, AsRawFd};
use std::time::Duration;

/// How many files this process may have open, after asking for as many as it may ask for.
///
/// # Errors
///
/// When the system does not say.
pub fn raise_open_files() -> io::Result<usize> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: it writes into a struct of ours, and reads from it.
    unsafe {
        check(libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit))?;
        limit.rlim_cur = limit.rlim_max;
        check(libc::setrlimit(libc::RLIMIT_NOFILE, &limit))?;
    }
    Ok(usize::try_from(limit.rlim_cur).unwrap_or(usize::MAX))
}

/// What a process has spent on the processor, in its own code and in the system's, with all its threads.
///
/// It is `utime + stime` of `/proc/PID/stat`, not rounded to hundredths of a second.
///
/// # Errors
///
/// When there is no such process.
pub fn cpu_time(pid: u32) -> io::Result<Duration> {
    let mut clock = 0;
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: both write into variables of ours.
    unsafe {
        match libc::clock_getcpuclockid(pid.cast_signed(), &mut clock) {
            0 => check(libc::clock_gettime(clock, &mut time))?,
            code => return Err(io::Error::from_raw_os_error(code)),
        }
    }
    let (seconds, nanoseconds) = (time.tv_sec.cast_unsigned(), u32::try_from(time.tv_nsec).unwrap_or_default());
    Ok(Duration::new(seconds, nanoseconds))
}

/// What the kernel has counted at a socket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    pub bytes_sent: u64,
    pub bytes_received: u64,
    /// Segments with data that have come. On loopback, without Nagle's delay, each write of the peer that found room makes
    /// one, so there were at least so many writes.
    pub segments_received: u64,
}

/// Where `struct tcp_info` has these (`linux/tcp.h`): it only ever grows at its end.
const BYTES_ACKED_AT: usize = 120;
const BYTES_RECEIVED_AT: usize = 128;
const DATA_SEGMENTS_IN_AT: usize = 152;
const TCP_INFO_BYTES: usize = 160;

/// What was counted since the connection was made. What was sent counts once it was acknowledged.
///
/// # Errors
///
/// When it is no TCP socket, or the system is too old to count.
pub fn counted(socket: &impl AsFd) -> io::Result<Counted> {
    let mut info = [0_u8; TCP_INFO_BYTES];
    let mut length = TCP_INFO_BYTES as libc::socklen_t;
    let fd = socket.as_fd().as_raw_fd();
    // SAFETY: it writes at most `length` bytes into an array of ours that has so many, and says how many.
    unsafe {
        check(libc::getsockopt(fd, libc::IPPROTO_TCP, libc::TCP_INFO, info.as_mut_ptr().cast(), &mut length))?;
    }
    if length as usize != TCP_INFO_BYTES {
        return Err(io::Error::other("this system does not count segments"));
    }
    let wide = |at: usize| u64::from_ne_bytes(bytes_at(&info, at));
    let narrow = |at: usize| u32::from_ne_bytes(bytes_at(&info, at));
    Ok(Counted {
        bytes_sent: wide(BYTES_ACKED_AT),
        bytes_received: wide(BYTES_RECEIVED_AT),
        segments_received: narrow(DATA_SEGMENTS_IN_AT).into(),
    })
}

fn bytes_at<const N: usize>(info: &[u8; TCP_INFO_BYTES], at: usize) -> [u8; N] {
    *info[at..].first_chunk().expect("every field lies within the struct")
}

fn check(result: libc::c_int) -> io::Result<()> {
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

// A field that lies beyond the struct would be read from nowhere.
const _: () = assert!(DATA_SEGMENTS_IN_AT + size_of::<u32>() <= TCP_INFO_BYTES);

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};

    use super::*;

    #[test]
    fn writes_and_bytes_are_counted_at_the_socket() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut here = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (mut there, _) = listener.accept().unwrap();
        there.set_nodelay(true).unwrap();
        for _ in 0..5 {
            there.write_all(&[1; 100]).unwrap();
            here.read_exact(&mut [0; 100]).unwrap();
        }
        here.write_all(&[1; 7]).unwrap();
        there.read_exact(&mut [0; 7]).unwrap();
        let counted = counted(&here).unwrap();
        assert_eq!((counted.bytes_received, counted.segments_received), (500, 5));
    }

    #[test]
    fn the_processor_time_of_a_process_only_grows() {
        let pid = std::process::id();
        let before = cpu_time(pid).unwrap();
        let after = cpu_time(pid).unwrap();
        assert!(after >= before && after > Duration::ZERO);
        // One more than the highest that Linux gives.
        assert!(cpu_time((1 << 22) + 1).is_err());
    }

    #[test]
    fn the_limit_of_open_files_can_be_raised_twice() {
        assert_eq!(raise_open_files().unwrap(), raise_open_files().unwrap());
    }
}
