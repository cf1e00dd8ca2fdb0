import { describe, expect, it } from 'vitest';
import { recordOf, recordText } from '../../../core/changes/recordOf.ts';
import { deployedRecord } from '../../../core/facts/deployedRecord.ts';
import { etcdCluster } from '../../../core/facts/etcdCluster.ts';
import { patroniState } from '../../../core/facts/patroniState.ts';
import { layouts, planFixture } from '../planFixture.ts';

// As etcd 3.4.23 of Debian 12 and 3.5.16 of Debian 13 print it, shortened.
const status =
  '[{"Endpoint":"https://10.198.140.11:2379","Status":{"header":{"cluster_id":13605279001849795359,"member_id":8609103796062299715,"revision":30,"raft_term":8},"version":"3.4.23","dbSize":36864,"leader":3966273650050233614,"raftIndex":41,"raftTerm":8,"raftAppliedIndex":41,"dbSizeInUse":36864}}]';
const list =
  '{"header":{"cluster_id":13605279001849795359,"member_id":8609103796062299715,"raft_term":8},"members":[{"ID":2509367431688645277,"name":"n2","peerURLs":["https://10.198.140.12:2380"],"clientURLs":["https://10.198.140.12:2379"]},{"ID":3966273650050233614,"peerURLs":["https://[fd00::3]:2380"],"isLearner":true}]}';

describe("an etcd member's cluster", () => {
  it('is read with all 64 bits of its ids, with learners and members that have never run', () => {
    expect(etcdCluster.parse(`${status}\n\n${list}\n\n`)).toEqual({
      clusterId: '13605279001849795359',
      memberId: '8609103796062299715',
      members: [
        {
          id: '2509367431688645277',
          name: 'n2',
          peerUrls: ['https://10.198.140.12:2380'],
          clientUrls: ['https://10.198.140.12:2379'],
          learner: false,
        },
        { id: '3966273650050233614', name: '', peerUrls: ['https://[fd00::3]:2380'], clientUrls: [], learner: true },
      ],
    });
  });

  it('is known without its members while most of them are down, and not at all without a member', () => {
    expect(etcdCluster.parse(`${status}\n\n\n`)).toMatchObject({
      clusterId: '13605279001849795359',
      members: undefined,
    });
    for (const text of [
      '',
      '\n\n',
      'null',
      '[]',
      '{"members":[]}',
      '[{"Status":{}}]',
      '{'.repeat(5000),
      status.slice(0, 90),
    ])
      expect(etcdCluster.parse(text)).toBeUndefined();
  });
});

describe('the record of a host', () => {
  it.each(layouts)('is read as it was written: $topology $layout', ({ topology, layout }) => {
    const record = recordOf(planFixture({ topology, layout }), 15);
    expect(deployedRecord.parse(recordText(record))).toEqual(record);
    // The same bytes, so that a second run has nothing to write.
    expect(recordText(deployedRecord.parse(recordText(record)) ?? record)).toBe(recordText(record));
  });

  it('is not believed when it is damaged, of a later version or hostile', () => {
    const record = recordOf(planFixture(), 15);
    for (const text of [
      '',
      '{}',
      'null',
      '[1]',
      recordText(record).slice(0, 100),
      JSON.stringify({ ...record, quorate: 2 }),
      JSON.stringify({ ...record, hosts: 'all' }),
    ])
      expect(deployedRecord.parse(text)).toBeUndefined();
  });

  it('holds no secret and no way to log in', () => {
    const text = recordText(recordOf(planFixture({}, [[['ssh'], { user: 'admin', key: '~/.ssh/id' }]]), 15));
    expect(text).not.toMatch(/admin|\.ssh|password|secret/i);
  });
});

describe("Patroni's members", () => {
  const patroni = { role: 'master', state: 'running', patroni: { scope: 'pg', name: 'pg-1' } };
  const parse = (cluster: unknown) =>
    patroniState('', undefined).parse(JSON.stringify({ patroni, config: {}, cluster }));

  it('are read from its view of the cluster', () => {
    const members = [
      { name: 'pg-1', role: 'leader', state: 'running', host: '10.0.0.1', port: 5432, timeline: 3 },
      { name: 'pg-2', role: 'replica', state: 'start failed', host: '10.0.0.2', timeline: 'unknown' },
    ];
    expect(parse({ members })?.members).toEqual([
      { name: 'pg-1', leads: true, address: '10.0.0.1', timeline: 3 },
      { name: 'pg-2', leads: false, address: '10.0.0.2', timeline: undefined },
    ]);
  });

  it('are unknown where it does not tell, and the rest is still read', () => {
    for (const cluster of [null, undefined, [], { members: 'x' }, { members: [{ role: 'leader' }] }])
      expect(parse(cluster)).toMatchObject({ name: 'pg-1', members: undefined });
  });
});
