// The thread in which the workbench's Chat lives: the emulator blocks its own while it waits for an answer.
require('tsx/cjs');
require('./chat-thread-body.ts');
