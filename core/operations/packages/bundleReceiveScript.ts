import { stateDirectory } from '../../facts/hostState.ts';
import { packageState } from './packageState.ts';

/** Where hosts keep bundles, each under its identity. */
export const bundleRoot = `${stateDirectory}/bundles`;

/**
 * Where a host keeps the bundle with this identity.
 * @throws RangeError unless it is a SHA-256 in hexadecimal
 */
export function bundleDirectory(id: string): string {
  if (!/^[0-9a-f]{64}$/.test(id)) throw new RangeError(`${JSON.stringify(id)} is no identity of a bundle`);
  return `${bundleRoot}/${id}`;
}

/** Exits with 0 when the host has the whole bundle, checked when it came. */
export function bundlePresentScript(id: string): string {
  return `[ -f ${bundleDirectory(id)}/.verified ]`;
}

/**
 * Receives a bundle on standard input. It is kept beside, so that an upload that was cut off goes on where it ended; once whole it is unpacked,
 * checked against its identity file by file, and renamed to its place. A bundle that is already there is read over. Other bundles are removed at the end, as they are large and never needed again.
 *
 * `.verified` holds the boot in which the files were checked: they are not fsynced (that would cost more than checking them again),
 * so after a reboot the installation checks them anew.
 * @param id see `bundleId`
 * @param sizeBytes size of the bundle
 * @param fromByte where standard input begins: bytes before it have arrived earlier
 */
export function bundleReceiveScript(id: string, sizeBytes: number, fromByte = 0): string {
  return `set -euo pipefail
umask 022
id=${id}
size=${sizeBytes}
from=${fromByte}
root=${bundleRoot}
final=${bundleDirectory(id)}
${receiveBody}`;
}

const receiveBody = `
fail() { echo "$1" >&2; exit 1; }
arriving=$root/.arriving-$id
if [ -f "$final/.verified" ]; then
  head -c "$((size - from))" >/dev/null
  rm -f -- "$arriving"
  echo "the bundle is already here"
  exit 0
fi
mkdir -p "$root"
find "$root" -mindepth 1 -maxdepth 1 -name '.receiving-*' -mmin +60 -exec rm -rf -- {} +
find "$root" -mindepth 1 -maxdepth 1 -name '.arriving-*' ! -name ".arriving-$id" -exec rm -f -- {} +
touch -- "$arriving"
have=$(stat -c %s "$arriving")
[ "$have" -ge "$from" ] || { rm -f -- "$arriving"; fail "what had arrived of the bundle is gone: run again"; }
free=$(df -P -k "$root" | tail -n 1 | awk '{ print $4 }')
[ "$free" -gt $(((2 * size - have) / 1024 + 65536)) ] ||
  fail "$root has $((free / 1024)) MiB left, the bundle needs $(((2 * size - have) / 1048576 + 64)) MiB while it arrives: free some space"
truncate -s "$from" -- "$arriving"
# A whole bundle that proves wrong is not to be gone on with.
spoilt() { rm -f -- "$arriving"; fail "$1"; }
dd bs=262144 iflag=fullblock,count_bytes count="$((size - from))" oflag=append conv=notrunc of="$arriving" status=none
[ "$(stat -c %s "$arriving")" -eq "$size" ] || fail "the bundle did not arrive whole: run again, it goes on where it ended"
echo "the bundle has arrived"
new=$(mktemp -d "$root/.receiving-XXXXXXXX")
trap 'rm -rf -- "$new"' EXIT
tar -x -f "$arriving" -C "$new" --no-same-owner --no-same-permissions || spoilt "the bundle could not be unpacked in $root"
cd "$new"
[ "$(sha256sum <SHA256SUMS)" = "$id  -" ] || spoilt "the bundle's list of checksums is not the expected one: verify the bundle file"
sha256sum --check --strict --quiet SHA256SUMS || spoilt "the bundle was damaged on its way"
[ "$(find . -type f | wc -l)" -eq "$(($(wc -l <SHA256SUMS) + 1))" ] || spoilt "the bundle holds files that its list does not name"
cat /proc/sys/kernel/random/boot_id >.verified
cd /
chmod 0755 "$new"
rm -rf -- "$final"
mv -T -- "$new" "$final"
rm -f -- "$arriving"
find "$root" -mindepth 1 -maxdepth 1 -name '[0-9a-f]*' ! -name "$id" -exec rm -rf -- {} +
echo "$id" >${packageState.bundle}.new
mv -fT -- ${packageState.bundle}.new ${packageState.bundle}
echo "the bundle is here: $(find "$final/pool" -name '*.deb' | wc -l) packages"
`;
