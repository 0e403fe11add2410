// Debian's Chromium, or whichever there is.
import {existsSync} from 'node:fs';
import {chromium} from 'playwright-core';

// null where there is none.
export const launch = async () => {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
  return executablePath ? chromium.launch({executablePath, args: ['--no-sandbox', '--disable-background-networking']}) : null;
};
