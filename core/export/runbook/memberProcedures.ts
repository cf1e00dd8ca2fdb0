import { fenceScript, startScript } from '../../dr/scripts.ts';
import type { Cluster } from '../../plan/plan.ts';
import {
  emptyStep,
  listMembers,
  memberPlace,
  patronictl,
  psql,
  type RunbookInput,
  reinitStep,
  subshell,
  waitUntilPrimary,
  waitUntilStreaming,
} from './commands.ts';
import type { Procedure, ProcedureStep } from './procedure.ts';

/** Two members take writes: which one is right, and how the other one comes back. */
export function splitBrain(input: RunbookInput, cluster: Cluster): readonly Procedure[] {
  const { plan } = input;
  const look = cluster.members.map(
    (member): ProcedureStep => ({
      id: `look/${member.host}`,
      host: member.host,
      title: `Ask ${member.name} what it is`,
      command: psql(
        plan,
        "select case when pg_is_in_recovery() then 'follows' else 'takes writes' end, (select timeline_id from pg_control_checkpoint())",
      ),
      expect:
        'Only one may say "takes writes". Of two, the true one is the Leader of patronictl list, on the higher timeline.',
    }),
  );
  return cluster.members
    .filter((member) => member.role !== 'offline')
    .map((member) => {
      const { dataDirectory } = memberPlace(input, cluster, member);
      return {
        id: 'split-brain',
        variant: `${cluster.name}: ${member.host} is wrong`,
        title: `${member.name} takes writes although another member leads`,
        when: 'Patroni on the old primary died or hung while its PostgreSQL went on, and another member was promoted; applications that connect to it directly see old data.',
        warnings: [
          `What was written only on ${member.host} since the promotion is discarded. If somebody needs it, do the copying step.`,
          'Never start both again before one of them has been rewound or copied anew.',
        ],
        steps: [
          ...look,
          {
            id: 'stop',
            host: member.host,
            title: `Stop Patroni and PostgreSQL on ${member.host}`,
            command: subshell(fenceScript),
            expect: 'No output, and status 0: nothing runs, and nothing starts at the next boot.',
          },
          {
            id: 'copy',
            host: member.host,
            title: 'Keep what only this member has',
            command: `cp -a ${dataDirectory} ${dataDirectory}.split-$(date +%Y%m%d-%H%M%S)`,
            expect: 'Status 0; it needs as much space again. Start a PostgreSQL on the copy elsewhere to look at it.',
            onlyIf: 'somebody needs the rows that were written on the wrong side',
          },
          emptyStep(
            member,
            `the timeline of ${member.name} is not below that of the Leader: both were promoted, and pg_rewind cannot be relied on to tell their timelines apart`,
          ),
          {
            id: 'start',
            host: member.host,
            title: 'Start Patroni: it finds the other timeline and runs pg_rewind',
            command: startScript,
            expect: 'No output.',
          },
          {
            id: 'streaming',
            host: member.host,
            title: `Wait until ${member.name} streams`,
            command: `${waitUntilStreaming(plan, 120)} && ${listMembers}`,
            expect: `One Leader; ${member.name} is a Replica, running or streaming, on its timeline.`,
          },
          reinitStep(cluster.name, member.name, member.host),
        ],
      };
    });
}

/** A replica that lags, is broken or does not start. */
export function replicaReinit({ plan }: RunbookInput, cluster: Cluster): readonly Procedure[] {
  return cluster.members.map((member) => ({
    id: 'replica-reinit',
    variant: `${cluster.name}: ${member.host}`,
    title: `Copy the replica ${member.name} anew`,
    when: `${member.name} is a replica that does not start, does not stream, or stays behind although its host and network are well.`,
    warnings: [`The data directory of ${member.name} is removed first. Patroni refuses this for the leader.`],
    steps: [
      {
        id: 'list',
        host: member.host,
        title: 'See that another member leads, and how far this one is behind',
        command: `${listMembers} ${cluster.name}`,
        expect: `A Leader that is not ${member.name}; "Lag in MB" of ${member.name}.`,
      },
      { ...reinitStep(cluster.name, member.name, member.host), onlyIf: undefined },
      {
        id: 'streaming',
        host: member.host,
        title: 'Wait until it streams; a large database takes as long as its copy',
        command: `sleep 5; ${waitUntilStreaming(plan, 600)} && ${listMembers} ${cluster.name}`,
        expect: `${member.name} is a Replica, running or streaming, with a lag near 0.`,
      },
    ],
  }));
}

/** A planned change of the leader. */
export function switchover({ plan }: RunbookInput, cluster: Cluster): readonly Procedure[] {
  const standby = cluster.standbyOf !== undefined;
  return cluster.members
    .filter((member) => member.role !== 'offline')
    .map((member) => ({
      id: 'switchover',
      variant: `${cluster.name}: to ${member.host}`,
      title: `Let ${member.name} lead`,
      when: 'Work on the host of the leader is planned, or the leader shall be where the plan has it.',
      warnings: [
        plan.patroni.synchronous.enabled
          ? 'Only the synchronous standby can be chosen; patronictl list calls it Sync Standby.'
          : 'Choose a member without lag. Open transactions are cut off.',
      ],
      steps: [
        {
          id: 'list',
          host: member.host,
          title: 'See that all members are well',
          command: `${listMembers} ${cluster.name}`,
          expect: `Another member leads; ${member.name} is running or streaming, with a lag of 0.`,
        },
        {
          id: 'switchover',
          host: member.host,
          title: 'Switch over',
          command: patronictl(`switchover --force --candidate ${member.name} ${cluster.name}`),
          expect: '"Successfully switched over".',
        },
        {
          id: 'leads',
          host: member.host,
          title: `See that ${member.name} leads`,
          command: `${standby ? waitUntilStreaming(plan, 60) : waitUntilPrimary(plan, 60)} && ${listMembers} ${cluster.name}`,
          expect: `${member.name} is the ${standby ? 'Standby Leader' : 'Leader'}, the others follow.`,
        },
      ],
    }));
}
