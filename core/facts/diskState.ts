import { shellQuote } from '../shell/shellQuote.ts';
import { type Fact, wholeNumber } from './fact.ts';
import { stateDirectory } from './hostState.ts';
import { perlClock } from './perlClock.ts';

/** Free space and fsync latency where a directory is or will be. */
export interface DiskState {
  /** The directory that was asked for. */
  readonly directory: string;
  /** The nearest parent that exists, where it was measured. */
  readonly measuredAt: string;
  readonly freeBytes: number;
  readonly sizeBytes: number;
  /** Of 8 KiB writes; NaN where it could not be measured. */
  readonly fsyncMedianSeconds: number;
  readonly fsyncWorstSeconds: number;
}

/**
 * Makes the fact for a list of directories: df of the nearest existing parent, and up to 50 writes of 8 KiB with fsync, half a second at most.
 * The test file is removed by the script itself.
 * @param always measure fsync also on hosts that are deployed already, whose disks have other work
 */
export function diskState(directories: readonly string[], always: boolean): Fact<readonly DiskState[]> {
  return {
    id: 'disk-state',
    command: directories
      .map(
        (directory) => `
d=${shellQuote(directory)}
at=$d; while [ ! -d "$at" ]; do at=\${at%/*}; at=\${at:-/}; done
{ read -r _; read -r free size; } < <(df -k --output=avail,size -- "$at")
printf 'directory\\t%s\\t%s\\t%s\\t%s\\t%s\\n' "$d" "$at" "$free" "$size" "$(${always ? '' : `[ -e ${stateDirectory}/owner ] || `}AT="$at" perl -MIO::Handle -e '${perlClock};
  my $f = "$ENV{AT}/.quorate-fsync-$$"; open(my $h, ">", $f) or exit 0; unlink $f; my @t; my $end = now() + 0.5;
  for (1..50) { my $s = now(); syswrite($h, "x" x 8192) or last; $h->sync or last; push @t, now() - $s; last if now() > $end; }
  @t = sort { $a <=> $b } @t; printf "%.6f\\t%.6f", $t[@t / 2], $t[-1] if @t;' 2>/dev/null || true)"`,
      )
      .join('\n'),
    parse(output) {
      return output.split('\n').flatMap((line) => {
        const [kind, directory, measuredAt, free, size, median, worst] = line.split('\t');
        if (kind !== 'directory' || directory === undefined || measuredAt === undefined) return [];
        return [
          {
            directory,
            measuredAt,
            freeBytes: wholeNumber(free ?? '', line) * 1024,
            sizeBytes: wholeNumber(size ?? '', line) * 1024,
            fsyncMedianSeconds: Number.parseFloat(median ?? ''),
            fsyncWorstSeconds: Number.parseFloat(worst ?? ''),
          },
        ];
      });
    },
  };
}
