import { perlClock } from '../facts/perlClock.ts';
import { shellQuote } from '../shell/shellQuote.ts';

/** What one host saw of a port of another. */
export interface ProbeResult {
  readonly address: string;
  readonly port: number;
  readonly outcome: 'open' | 'refused' | 'timeout' | 'error';
  /** Fastest of three TCP connects, in seconds, which is one round trip; NaN unless open. */
  readonly rttSeconds: number;
  /** The system's own words when it failed. */
  readonly detail: string;
}

/** What a host prints once it listens on its ports. */
export const listeningLine = 'ready';
/** What the host is sent when all hosts listen. */
export const connectLine = 'connect';
/** Marks that every connection of the host was tried. */
export const connectedLine = 'connected';

/**
 * Bash that listens on ports until its standard input ends, 60 s at most: it prints `listening PORT` or `busy PORT` for each, then `ready`; for
 * each line `connect` it makes the connections to the targets (see `connectScript`), then prints `connected`. Ports that a program already
 * serves are left alone: the probe then reaches that program. One script, because a host may allow one session at a time.
 */
export function probeScript(
  ports: readonly number[],
  targets: readonly { readonly address: string; readonly port: number }[],
): string {
  return `export CONNECT=${shellQuote(connectScript(targets))}; PORTS=${shellQuote(ports.join(' '))} exec perl -MIO::Socket::IP -MIO::Select -e '
$| = 1; my $set = IO::Select->new; my @held;
for my $port (split / /, $ENV{PORTS}) {
  my $s = IO::Socket::IP->new(LocalHost => "::", LocalPort => $port, Listen => 64, ReuseAddr => 1, V6Only => 0)
       || IO::Socket::IP->new(LocalHost => "0.0.0.0", LocalPort => $port, Listen => 64, ReuseAddr => 1);
  print $s ? "listening $port\n" : "busy $port\n"; if ($s) { $set->add($s); push @held, $s; }
}
print "${listeningLine}\n"; $set->add(*STDIN); my $end = time + 60; my $pid;
while (time < $end) { for my $h ($set->can_read(1)) {
  if (fileno($h) != fileno(STDIN)) { my $c = $h->accept; close $c if $c; next }
  sysread(STDIN, my $b, 4096) or exit 0; next if $pid || $b !~ /${connectLine}/;
  $pid = fork; if (defined $pid && !$pid) { close $_ for @held; open STDIN, "<", "/dev/null"; system "bash", "-c", $ENV{CONNECT}; print "${connectedLine}\n"; exit 0 } } }'`;
}

/** Bash that connects to every target, hosts in parallel, at most 2 s a connect, and prints one line each for `parseProbe`. */
function connectScript(targets: readonly { readonly address: string; readonly port: number }[]): string {
  const byAddress = new Map<string, number[]>();
  for (const target of targets) byAddress.set(target.address, [...(byAddress.get(target.address) ?? []), target.port]);
  const list = [...byAddress].map(([address, ports]) => `${address} ${ports.join(',')}`).join('\n');
  return `TARGETS=${shellQuote(list)} exec perl -MIO::Socket::IP -e '${perlClock}; $| = 1;
for my $line (split /\\n/, $ENV{TARGETS}) {
  my $pid = fork; next if !defined $pid || $pid; my ($address, $ports) = split / /, $line; my $out = "";
  for my $port (split /,/, $ports) {
    my ($best, $error) = (undef, "");
    for (1..3) { my $t = now(); my $s = IO::Socket::IP->new(PeerHost => $address, PeerPort => $port, Type => SOCK_STREAM, Timeout => 2);
      if ($s) { my $d = now() - $t; $best = $d if !defined $best || $d < $best; close $s } else { $error = "$!"; last } }
    my $kind = defined $best ? "open" : $error =~ /refused/i ? "refused" : $error =~ /timed? ?out/i ? "timeout" : "error";
    $out .= join("\\t", "probe", $address, $port, $kind, defined $best ? sprintf("%.6f", $best) : "", $error) . "\\n"; }
  syswrite(STDOUT, $out); exit 0 }
1 while wait != -1;'`;
}

/** Reads the lines of `connectScript`. */
export function parseProbe(output: string): readonly ProbeResult[] {
  return output.split('\n').flatMap((line) => {
    const [kind, address, port, outcome, rtt, detail] = line.split('\t');
    if (kind !== 'probe' || address === undefined || port === undefined) return [];
    return [
      {
        address,
        port: Number(port),
        outcome: outcome === 'open' || outcome === 'refused' || outcome === 'timeout' ? outcome : ('error' as const),
        rttSeconds: Number.parseFloat(rtt ?? ''),
        detail: detail ?? '',
      },
    ];
  });
}
