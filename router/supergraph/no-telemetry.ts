// The gateway library reports to its maker unless told not to. Imported before it, wherever it is imported.
process.env.APOLLO_TELEMETRY_DISABLED = '1';
