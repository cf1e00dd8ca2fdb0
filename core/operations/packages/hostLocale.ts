import { packageState } from './packageState.ts';

const localeFile = '/etc/default/locale';

/** Bash function `keep_locale`: keeps the host's own locale before the first installation. */
export const keepLocale = `keep_locale() {
  [ ! -f ${packageState.installed} ] && [ ! -f ${packageState.locale} ] && [ -f ${localeFile} ] || return 0
  cp -p -- ${localeFile} ${packageState.locale}
}`;

/** Bash that puts it back once the packages are gone: the package locales, which PostgreSQL's need, takes it along when it is purged. */
export const returnLocale = `if [ -f ${packageState.locale} ]; then
  [ -e ${localeFile} ] || cp -p -- ${packageState.locale} ${localeFile}
  rm -f -- ${packageState.locale}
fi`;
