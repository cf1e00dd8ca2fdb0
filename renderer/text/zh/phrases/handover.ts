/** Projects that go from one machine to another, by their English templates. */
export const handoverPhrases: Readonly<Record<string, string>> = {
  'The passphrase of a pack needs at least {0} characters: whoever has the file can guess at it. Nothing was written.':
    '打包文件的口令至少需要 {0} 个字符：拿到文件的人都可以尝试猜测。未写入任何内容。',
  '{0} is no age key: give the public one, which begins with age1 (age-keygen -y prints it). Nothing was written.':
    '{0} 不是 age 密钥：请给出以 age1 开头的公钥（可用 age-keygen -y 打印）。未写入任何内容。',
  '{0} cannot be opened with this passphrase. Nothing was written.': '此口令无法打开 {0}。未写入任何内容。',
  '{0} is encrypted for none of these keys. Ask whoever made it to pack it for yours, too. Nothing was written.':
    '{0} 并未为这些密钥加密。请让制作者同时为您的密钥打包。未写入任何内容。',
  'What was given as identity is no age key: it begins with AGE-SECRET-KEY-, as age-keygen writes it. Nothing was written.':
    '所给的身份不是 age 密钥：它应以 AGE-SECRET-KEY- 开头，由 age-keygen 生成。未写入任何内容。',
  '{0} is no pack: quorate project pack writes one. Nothing was written.':
    '{0} 不是打包文件：打包文件由 quorate project pack 生成。未写入任何内容。',
  '{0} was packed in format {1}, which this version does not read: use the version that packed it, or a newer one. Nothing was written.':
    '{0} 以格式 {1} 打包，此版本无法读取：请使用打包时的版本或更新的版本。未写入任何内容。',
  '{0} can be decrypted, and what is in it is no project: quorate project pack did not make it. Nothing was written.':
    '{0} 可以解密，但其中不是项目：它并非由 quorate project pack 生成。未写入任何内容。',
  '{0} is damaged: parts of it are missing or were changed. Get it again from where it was kept. Nothing was written.':
    '{0} 已损坏：部分内容缺失或被改动。请从保存处重新取得。未写入任何内容。',
  '{0} cannot be written: {1}': '无法写入 {0}：{1}',
  '{0} is there and is no pack: name another file.': '{0} 已存在且不是打包文件：请指定其他文件。',
  '{0} cannot be read: {1}': '无法读取 {0}：{1}',
  'The key file {0} cannot be read: {1}': '无法读取密钥文件 {0}：{1}',
  '{0} holds no age key in clear text (AGE-SECRET-KEY-...). A key file that is encrypted itself is decrypted first: age -d {1}.':
    '{0} 中没有明文的 age 密钥（AGE-SECRET-KEY-...）。若密钥文件本身已加密，请先解密：age -d {1}。',
  '{0} names no key. It holds age keys (age1...), one a line.': '{0} 中没有密钥。其中应每行一个 age 公钥（age1...）。',
  '{0} is there and belongs to another project. Unpack into another folder with --to.':
    '{0} 已存在并属于另一个项目。请用 --to 解包到其他文件夹。',
  '{0} of this project is under way here. Wait for its end, and unpack again.':
    '此处正在执行该项目的 {0}。请等待其结束后再解包。',
  'the secrets': '机密',
  'what was deployed': '已部署的内容',
  '{0} is not what the pack of {1} (by {2}) knows: {3} changed here since. Nothing was written. Give --overwrite to take what the pack has (a copy of what is here stays), --keep-plan to leave the plan file as it is, or unpack into another folder with --to.':
    '{0} 与 {1} 的打包（由 {2} 制作）所知的不同：此后这里的{3}有改动。未写入任何内容。可用 --overwrite 采用打包中的内容（此处内容会留下副本），用 --keep-plan 保留此处的方案文件，或用 --to 解包到其他文件夹。',
  '{0} cannot be written: {1}. Check its permissions and the space on its disk; run it again afterwards.':
    '无法写入 {0}：{1}。请检查其权限和磁盘空间，然后重新运行。',
};
