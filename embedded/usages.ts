/** The usage of the commands on an instance's folder. */
const SELECTS = 'DATA_DIR (default .data) selects the instance.';

export const OPEN_USAGE = `Usage: npm run open
Opens GraphiQL of the running instance in a browser (BROWSER, or the desktop's own), or prints its address without one.
${SELECTS}

Example: npm run open

Exit status: 0 opened or printed, 1 nothing runs, 2 wrong usage.`;

export const LOGS_USAGE = `Usage: npm run logs -- [options] [NAME…]
Prints the end of the logs of all processes, or of those named, also after the instance has stopped.
  --follow, -f    goes on with what is logged from now on, until Ctrl-C
  --lines N, -n N the number of lines of each log (default 20)
${SELECTS}

Examples:
  npm run logs -- booking
  npm run logs -- -f booking payment

Exit status: 0 done, 1 there are no logs, 2 wrong usage.`;

export const RESET_USAGE = `Usage: npm run reset [-- --yes]
Deletes all data of an instance that does not run: rooms, bookings, payments, logs, keys. It asks first.
  --yes           does not ask
${SELECTS}

Examples:
  npm run reset
  DATA_DIR=/tmp/second npm run reset -- --yes

Exit status: 0 deleted, or there was nothing; 1 refused; 2 wrong usage.`;
