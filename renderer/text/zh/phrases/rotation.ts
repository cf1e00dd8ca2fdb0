/** 密码、证书与证书颁发机构的更换。 */
export const rotationPhrases = {
  'The plan has {0} {1}; it has {2}.': '方案中{0} {1}；有：{2}。',
  'no password': '没有密码',
  'several passwords': '有多个密码匹配',
  'Wait until {0} has the new passwords from its leader': '等待 {0} 从主库收到新密码',
  'A plan has no authority {0}; it has {1}.': '方案没有证书颁发机构 {0}；有：{1}。',
  'Having the new authority trusted beside the old one': '让各主机同时信任新旧证书颁发机构',
  'Having servers show certificates of the new authority': '让服务端出示新颁发机构的证书',
  'Having members log in with certificates of the new authority': '让成员以新颁发机构的证书登录',
  'Taking the old authority away': '移除旧的证书颁发机构',
  'Noting that no host trusts the old authority any more': '记录：已没有主机信任旧的证书颁发机构',
  'Bringing it to the hosts': '正在送达各主机',
  'Nothing was rotated, because the hosts are not as the plan says: there is more to change: {0}. Run quorate deploy first.':
    '未作更换，因为主机与方案不符，还有其他改动：{0}。请先运行 quorate deploy。',
  'Waiting until the hosts are well': '等待各主机恢复正常',
  'etcd is healthy and every member follows': 'etcd 健康且所有成员均在跟随',
  'The rotation stopped between two steps that each work, because the hosts are not well: {0}. Mend that, then run this again: it goes on from here.':
    '更换停在两个步骤之间（前后状态均可正常工作），因为主机不正常：{0}。请先修复，然后重新运行，将从此处继续。',
  'The hosts do not come to what they were brought: {0} is still to do. Look at quorate status, then run this again.':
    '主机未达到应有的状态，仍待完成：{0}。请查看 quorate status，然后重新运行。',
  'Making new passwords, and keeping the former ones': '生成新密码，并保留原密码',
  'Forgetting the former passwords: no host has them any more': '清除原密码：已没有主机在使用',
  '{0} has to be made anew, and the key of the authority that signs it is lost. Run quorate rotate PLAN ca {1}, which brings in another authority beside it.':
    '{0} 需要重新签发，但签发它的颁发机构私钥已丢失。请运行 quorate rotate PLAN ca {1}，它会引入另一个颁发机构与其并存。',
  'The plan has security.tls off: there is no authority to replace.':
    '方案关闭了 security.tls，没有可更换的证书颁发机构。',
  "Clients of this plan see certificates of the members' authority. Separate the two first: quorate rotate PLAN certificates --own-authority.":
    '本方案的客户端看到的是成员颁发机构的证书。请先将两者分开：quorate rotate PLAN certificates --own-authority。',
  'No new authority waits for clients to have it. Run quorate rotate PLAN ca clients first, and give them the file that it names.':
    '没有等待客户端接收的新颁发机构。请先运行 quorate rotate PLAN ca clients，并把它指出的文件交给客户端。',
  'The replacement of an authority was begun and is not done: run quorate rotate PLAN ca, which goes on.':
    '证书颁发机构的更换已开始但未完成：请运行 quorate rotate PLAN ca 继续。',
  'A new authority waits for clients: give them the file that quorate secret PLAN {0} prints, which holds both, then run quorate rotate PLAN ca --clients-have-ca.':
    '新的颁发机构正等待客户端接收：请把 quorate secret PLAN {0} 输出的文件（包含新旧两者）交给客户端，然后运行 quorate rotate PLAN ca --clients-have-ca。',
  '{0} applies what it receives later, new passwords of roles too, and nobody could log in there until then. Take the delay of its standbyOf out of the plan, deploy, rotate, and put it back.':
    '{0} 延迟应用收到的内容，角色的新密码也不例外，在此之前无人能在那里登录。请从方案中去掉其 standbyOf 的延迟并部署，更换后再加回。',
  'Run quorate rotate PLAN certificates, or deploy: both renew an authority under its own key. Where that key is lost, run quorate rotate PLAN ca, which brings in another one beside it.':
    '请运行 quorate rotate PLAN certificates，或再次部署：两者都会以原私钥续期证书颁发机构。若私钥已丢失，请运行 quorate rotate PLAN ca，它会引入另一个颁发机构与其并存。',
  'New: {0}.': '已更新：{0}。',
  'This finished a rotation that was cut off. Run it again for {0}.':
    '这次完成的是此前中断的更换。请再次运行以更换 {0}。',
  'Give clients the new password: quorate secret PLAN {0}': '请把新密码告知客户端：quorate secret PLAN {0}',
  '{0} would be left with what the others take for false. Rotate when every host can be reached; one that is dead for good has to leave the plan first.':
    '{0} 将停留在其他主机不再认可的状态。请在所有主机均可连接时更换；已彻底损坏的主机须先移出方案。',
};
