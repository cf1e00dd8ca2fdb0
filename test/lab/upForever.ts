import { labUp } from '../../electron/services/lab/labUp.ts';

// Says when the first host is up and lets nothing more happen, to be killed in the middle of an `up`.
await labUp({
  name: process.argv[2] ?? '',
  hosts: 2,
  onProgress: (line) => {
    process.stdout.write(`${line}\n`);
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
