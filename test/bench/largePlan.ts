/** The text of a plan with 300 hosts: 60 clusters of five members, and five of the hosts with etcd. For benchmarks and limits. */
export function largePlanText(clusters = 60): string {
  const hosts: string[] = [];
  const clusterLines: string[] = [];
  for (let cluster = 0; cluster < clusters; cluster += 1) {
    clusterLines.push(`  - name: pg-${cluster}`, '    members:');
    for (let member = 0; member < 5; member += 1) {
      const n = cluster * 5 + member;
      const roles = n < 5 ? 'postgres, etcd, haproxy' : 'postgres, haproxy';
      hosts.push(
        `  - { name: n${n}, address: 10.${Math.floor(n / 250)}.0.${(n % 250) + 1}, zone: rack${n % 20}, roles: [${roles}] }`,
      );
      clusterLines.push(`      - { host: n${n}, seq: ${member + 1}, role: ${member === 0 ? 'primary' : 'replica'} }`);
    }
  }
  return [
    'quorate: 1',
    'name: large',
    'topology: five-node',
    'hosts:',
    ...hosts,
    'clusters:',
    ...clusterLines,
    '',
  ].join('\n');
}
