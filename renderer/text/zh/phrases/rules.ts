/** What the rules say, by their English templates. */
export const rulePhrases: Readonly<Record<string, string>> = {
  'The virtual IP {0} and {1}, the address of {2}, are of different families: no network holds both.':
    '虚拟 IP {0} 与 {2} 的地址 {1} 属于不同的协议族，没有网络能同时包含两者。',
  "The network of the virtual IP {0}/{1} does not hold {2}: the address could not move there. Give an address of the members' network with its prefix length.":
    '虚拟 IP {0}/{1} 所在的网络不包含 {2}，该地址无法迁移到那里。请填写成员所在网络中的地址及其前缀长度。',
  "{0}/{1} is the network's own or broadcast address, which no host may have.":
    '{0}/{1} 是网络地址或广播地址，任何主机都不能使用。',
};
