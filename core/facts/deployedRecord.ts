import { z } from 'zod';
import type { Fact } from './fact.ts';
import { stateDirectory } from './hostState.ts';

const name = z.string().max(255);
const value = z.union([z.string().max(4096), z.number(), z.boolean()]);

const recordSchema = z.object({
  quorate: z.literal(1),
  plan: name,
  topology: name,
  hosts: z.array(z.object({ name, address: name, roles: z.array(name).max(20) })).max(1000),
  /** Names of the hosts of each etcd cluster. */
  etcd: z.array(z.array(name).max(1000)).max(10),
  /** Hosts that may hold the virtual IP. */
  vip: z.array(name).max(1000),
  clusters: z
    .array(
      z.object({
        name,
        standbyOf: name.optional(),
        members: z.array(z.object({ seq: z.number(), host: name })).max(100),
      }),
    )
    .max(100),
  /** Fields of the plan that stay as they are on a running cluster, by their path in the plan. */
  fixed: z.record(z.string().max(100), value),
});

/**
 * What was deployed last, as every host keeps it: enough to see that a plan changes what cannot be changed by a deployment. It holds
 * no secrets, and nothing that a deployment may change by itself.
 */
export type DeployedRecord = z.output<typeof recordSchema>;

/** The file on a host. */
export const recordPath = `${stateDirectory}/deployed.json`;

/** Reads the record of a host; undefined where there is none, or none that this version understands. */
export const deployedRecord: Fact<DeployedRecord | undefined> = {
  id: 'deployed',
  command: `[ -f ${recordPath} ] && cat ${recordPath}; true`,
  parse(output) {
    try {
      return recordSchema.safeParse(JSON.parse(output)).data;
    } catch {
      return undefined;
    }
  },
};
