import { z } from 'zod';
import { maxPlanCharacters } from '../plan/parse.ts';
import type { Fact } from './fact.ts';
import { stateDirectory } from './hostState.ts';

const id = z.string().regex(/^[0-9a-f-]{36}$/);

const noteSchema = z.object({
  quorate: z.literal(1),
  /** Of this deployment: every one that brings another plan or other secrets has one of its own. */
  id,
  /** When it began, by the operator's clock. ISO 8601. */
  at: z.iso.datetime(),
  /** `user@machine`. */
  operator: z.string().max(200),
  /** The deployments that it came after: a host that was left out keeps the note of one of these. */
  after: z.array(id).max(200),
  /** Projects that the cluster was taken over from. */
  from: z.array(id).max(50),
  /** Checksum of all secrets together: tells others from one's own, and nothing else. */
  secrets: z.string().regex(/^[0-9a-f]{64}$/),
  /** The plan file as it was deployed. */
  plan: z.string().max(maxPlanCharacters),
});

/**
 * What is being deployed, or was deployed last, as every host keeps it from the first step on: by whom, when, and the whole plan. It holds no secrets. Two operators
 * with copies of one project see from it what the other has done, and a lost project folder is made again of it.
 */
export type DeploymentNote = z.output<typeof noteSchema>;

/** The file on a host, for root alone. */
export const notePath = `${stateDirectory}/deployment.json`;

/** Reads the note of a host; undefined where there is none, or none that this version understands. */
export const deploymentNote: Fact<DeploymentNote | undefined> = {
  id: 'deployment-note',
  command: `[ -f ${notePath} ] && cat ${notePath}; true`,
  parse(output) {
    try {
      return noteSchema.safeParse(JSON.parse(output)).data;
    } catch {
      return undefined;
    }
  },
};

/** The note as text: the same note gives the same bytes. */
export function noteText({ quorate, id: own, at, operator, after, from, secrets, plan }: DeploymentNote): string {
  return `${JSON.stringify({ quorate, id: own, at, operator, after, from, secrets, plan })}\n`;
}
