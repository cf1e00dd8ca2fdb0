import { useCallback, useEffect, useState } from 'react';
import type { Plan } from '../../../core/plan/plan.ts';
import { api, messageOf } from '../../api/client.ts';

export interface LabHost {
  readonly lab: string;
  readonly name: string;
  readonly state: 'running' | 'off' | 'cut';
}

/** The hosts of a plan that are a lab's on this machine. */
export interface LabHosts {
  /** By address. */
  readonly hosts: ReadonlyMap<string, LabHost>;
  /** Names of those whose power is being changed. */
  readonly busy: ReadonlySet<string>;
  readonly problem: string | undefined;
  power(host: LabHost, kind: 'power-off' | 'power-on'): Promise<void>;
}

type Labs = Awaited<ReturnType<typeof api.lab.list.query>>['labs'];

/** Which hosts of a plan are a lab's. */
export function labHostsOf(plan: Plan, labs: Labs): ReadonlyMap<string, LabHost> {
  const addresses = new Set(plan.hosts.map((host) => host.address));
  return new Map(
    labs.flatMap((lab) =>
      lab.hosts
        .filter((host) => addresses.has(host.address))
        .map(({ address, name, state }) => [address, { lab: lab.name, name, state }] as const),
    ),
  );
}

/** Finds the lab hosts of a plan, and gives and takes their power. */
export function useLabHosts(plan: Plan | undefined): LabHosts {
  const [labs, setLabs] = useState<Labs>([]);
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState<string>();
  const look = useCallback(async () => {
    try {
      setLabs((await api.lab.list.query()).labs);
    } catch {
      // A machine that cannot have labs has none.
      setLabs([]);
    }
  }, []);
  useEffect(() => void look(), [look]);
  const power = async (host: LabHost, kind: 'power-off' | 'power-on') => {
    setBusy((before) => new Set(before).add(host.name));
    setProblem(undefined);
    try {
      await api.lab.fault.mutate({ name: host.lab, fault: { kind, host: host.name } });
    } catch (thrown) {
      setProblem(messageOf(thrown));
    }
    await look();
    setBusy((before) => new Set([...before].filter((one) => one !== host.name)));
  };
  return { hosts: plan === undefined ? new Map() : labHostsOf(plan, labs), busy, problem, power };
}
