-- BandMate: the open points of a song as markers, and comments from the cursor. Installed by the BandMate app, which replaces this
-- file when it has a newer one. It needs no extension. Keys: N and P next and previous point, Enter jump, C comment at the cursor,
-- Shift+C comment on the time selection, R resolve, U reopen, B show in BandMate, Space play and stop.
local _, path, sectionId, commandId = reaper.get_action_context()
local folder = path:match("^(.*)[/\\]") or "."

local function part(name, ...)
  local chunk, reason = loadfile(folder .. "/parts/" .. name .. ".lua")
  if not chunk then error("BandMate is incomplete. Install it again from the app’s settings. " .. reason, 0) end
  return chunk(...)
end

local function readPlace()
  local file = io.open(folder .. "/place.txt", "rb")
  local place = file and file:read("a") or nil
  if file then file:close() end
  return place
end

local place = readPlace()
if not place then
  reaper.ShowMessageBox("Install this script from the settings of the BandMate app.", "BandMate", 0)
  return
end

local section, unsentKey = "BandMate", "unsent"
local json = part("json")
local link = part("link", json).new(
  place,
  function()
    local unsent = json.decode(reaper.GetExtState(section, unsentKey))
    return type(unsent) == "table" and unsent or nil
  end,
  -- Kept by REAPER in a file, so that a comment survives its end.
  function(unsent) reaper.SetExtState(section, unsentKey, json.encode(json.list(unsent)), true) end
)
local markers = part("markers", json)
local session = part("session", json, link, markers)
local current = session.new()
local window = part("window", json, link, session)
local view = window.new(current)

-- Other actions of the folder ask for something by this; `running` tells them that somebody listens.
local function takeAction(now)
  local what = reaper.GetExtState(section, "do")
  if what == "" then return end
  reaper.SetExtState(section, "do", "", false)
  view:act(what, now)
end

local function setToggle(isOn)
  reaper.SetToggleCommandState(sectionId, commandId, isOn and 1 or 0)
  reaper.RefreshToolbar2(sectionId, commandId)
end

local function loop()
  local now = reaper.time_precise()
  link:step(now, function(request, answer) current:answeredBy(request, answer, now) end)
  current:step(now)
  takeAction(now)
  if view:step(now) then reaper.defer(loop) end
end

reaper.atexit(function()
  setToggle(false)
  reaper.SetExtState(section, "running", "", false)
  window.close()
end)
reaper.SetExtState(section, "running", "1", false)
setToggle(true)
loop()
