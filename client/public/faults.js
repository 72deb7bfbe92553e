// Words for what ends the page before its first drawing. Loaded first, and written so that the oldest browser reads it.
;(function () {
  // The newest of what the page uses; README.md and index.html name the browsers that have it all.
  var isTooOld =
    !('noModule' in HTMLScriptElement.prototype) ||
    !Array.prototype.toReversed ||
    !window.Intl ||
    !Intl.Segmenter ||
    !HTMLElement.prototype.showPopover ||
    !window.CSS ||
    !CSS.supports('color', 'light-dark(red, red)')

  function show(id) {
    var words = document.getElementById(id)
    if (words) words.hidden = false
  }

  // What is drawn after all hides the words again: `base.css`.
  function check() {
    setTimeout(function () {
      var root = document.getElementById('root')
      if (!isTooOld && root && !root.firstChild) show('page-fault')
    }, 0)
  }

  // While it is on its way, to hear of files that did not come; of pictures the page can do without.
  window.addEventListener(
    'error',
    function (event) {
      var tag = event.target && event.target.tagName
      if (!tag || tag === 'SCRIPT') check()
    },
    true,
  )
  window.addEventListener('unhandledrejection', check)
  document.addEventListener('DOMContentLoaded', function () {
    if (isTooOld) show('too-old')
  })
})()
