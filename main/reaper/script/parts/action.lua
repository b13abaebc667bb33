-- Asks the running script for something, so that it can have a shortcut of its own in REAPER's list of actions.
return function(what)
  if reaper.GetExtState("BandMate", "running") == "" then
    reaper.ShowMessageBox("Start the script BandMate first.", "BandMate", 0)
    return
  end
  reaper.SetExtState("BandMate", "do", what, false)
end
