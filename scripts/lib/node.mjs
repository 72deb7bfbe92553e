/** Refuses Windows and an old Node, in one sentence each. Kept to old syntax, so that an old Node can read it. */

var OLDEST = [20, 19]

export function requireNode() {
  if (process.platform === 'win32') {
    refuse('Parley does not run on Windows itself: use the Windows Subsystem for Linux (WSL), Linux or macOS.')
  }
  var parts = process.versions.node.split('.').map(Number)
  if (parts[0] > OLDEST[0] || (parts[0] === OLDEST[0] && parts[1] >= OLDEST[1])) return
  refuse('Parley needs Node ' + OLDEST.join('.') + ' or newer, and this is Node ' + process.versions.node + '.')
}

function refuse(sentence) {
  console.error(sentence)
  process.exit(1)
}
