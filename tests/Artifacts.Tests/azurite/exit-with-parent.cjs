// Loaded before the service: when the test process ends, however it ends, its pipe closes and the service goes too. The pipe alone does not keep the service running.
process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0)).resume().unref();
