/** Where needrestart is told to leave our services alone; it reads every file of this folder (needrestart.conf). */
export const needrestartPath = '/etc/needrestart/conf.d/quorate.conf';
