-- The song that the project in front belongs to, its points, and what can be done with them. Times of points are seconds from the
-- start of the song; `start` is where that is in the project. Both are saved with the project.
local json, link, markers = ...

local session = {}
session.__index = session

local section = "BandMate"
local messageSeconds = 6
-- The cursor counts as on a point within this.
local onPoint = 0.02
-- A change shows in the points soon after the app has taken it. In seconds.
local answeredSeconds = 5
-- While playing, "previous" would otherwise lead to the same point again and again.
local behindPlay = 1

-- `answered`: changes that the app has taken, until its points show them.
function session.new() return setmetatable({ points = {}, answered = {}, version = 0 }, session) end

-- A tab of REAPER may hold another project than before.
local function identity(project, file) return tostring(project) .. "\n" .. tostring(file) end

local function read(project, key)
  local _, value = reaper.GetProjExtState(project, section, key)
  return value ~= "" and value or nil
end

function session:say(text, now)
  self.message, self.messageUntil = text, now + messageSeconds
  self.version = self.version + 1
end

function session:enter(project)
  self.project = project
  self.song, self.name = read(project, "song"), read(project, "name")
  -- Without a start of its own, the project has the one that the band has entered for the song.
  self.ownStart = tonumber(read(project, "start") or "")
  self.start = self.ownStart or 0
  self.records = markers.load(project)
  self.points, self.hasPoints, self.failure, self.selected = {}, false, nil, nil
  self.isSettled = true
  self.version = self.version + 1
  self:follow()
end

function session:follow()
  local project, song = self.project, self.song
  local request = song and { ["do"] = "points", song = song } or { ["do"] = "current" }
  link:follow(request, function(answer)
    if self.project ~= project or self.song ~= song then return end
    self.version = self.version + 1
    self.failure = not answer.ok and answer.message or nil
    if not answer.ok then return end
    if not song then
      self.current = answer.data.song ~= json.null and answer.data.song or nil
      return
    end
    self.points, self.hasPoints, self.isSettled = answer.data.points, true, false
    local shared = answer.data.song.dawStart
    self.start = self.ownStart or (shared ~= json.null and shared) or 0
    self.versionName = answer.data.version ~= json.null and answer.data.version.name or nil
    if answer.data.song.name ~= self.name then
      self.name = answer.data.song.name
      reaper.SetProjExtState(project, section, "name", self.name)
    end
  end)
end

-- The project belongs to this song from now on, or to none. Markers of another song go.
function session:choose(song)
  markers.clear(self.project, self.records)
  reaper.SetProjExtState(self.project, section, "song", song and song.id or "")
  reaper.SetProjExtState(self.project, section, "name", song and song.name or "")
  self.isSettled = false
end

function session:setStart(seconds, now)
  self.start, self.ownStart = seconds, seconds
  reaper.SetProjExtState(self.project, section, "start", (string.format("%.6f", seconds):gsub(",", ".")))
  self.isSettled = false
  self:say("The song starts here.", now)
end

-- With the changes that the app's points don't show yet.
function session:shown()
  local resolved, added, requests = {}, {}, {}
  for _, one in ipairs(self.answered) do requests[#requests + 1] = one.request end
  for _, one in ipairs(link.unsent) do requests[#requests + 1] = one.request end
  for _, request in ipairs(requests) do
    if request["do"] == "resolve" then resolved[request.point] = true end
    if request["do"] == "reopen" then resolved[request.point] = nil end
    if request["do"] == "comment" and request.song == self.song then
      added[request.comment] = {
        id = request.comment, seconds = request.seconds, endSeconds = request.endSeconds,
        place = "own", author = "You", text = request.text, isOpen = true, isPending = true,
      }
    end
  end
  local shown = {}
  for _, point in ipairs(self.points) do
    added[point.id] = nil
    if not resolved[point.id] then shown[#shown + 1] = point end
  end
  for _, point in pairs(added) do
    if not resolved[point.id] then shown[#shown + 1] = point end
  end
  table.sort(shown, function(one, other)
    local isOneGone, isOtherGone = one.place == "gone", other.place == "gone"
    if isOneGone ~= isOtherGone then return isOtherGone end
    if one.seconds ~= other.seconds then return one.seconds < other.seconds end
    return one.id < other.id
  end)
  return shown
end

local function isPlaying(project) return reaper.GetPlayStateEx(project) & 1 == 1 end
local function isRecording(project) return reaper.GetPlayStateEx(project) & 4 == 4 end

function session:position()
  if isPlaying(self.project) then return reaper.GetPlayPositionEx(self.project) end
  return reaper.GetCursorPositionEx(self.project)
end

function session:jump(point)
  self.selected = point.id
  self.version = self.version + 1
  reaper.SetEditCurPos2(self.project, math.max(0, self.start + point.seconds), true, true)
end

function session:jumpBy(direction, now)
  local at, best = self:position() - self.start, nil
  local slack = direction < 0 and isPlaying(self.project) and behindPlay or onPoint
  for _, point in ipairs(self:shown()) do
    local distance = (point.seconds - at) * direction
    if point.place ~= "gone" and distance > slack and (not best or distance < (best.seconds - at) * direction) then
      best = point
    end
  end
  if best then return self:jump(best) end
  self:say(direction > 0 and "No open point after this." or "No open point before this.", now)
end

-- The chosen point, else the one under the cursor.
function session:target()
  local at = self:position() - self.start
  for _, point in ipairs(self:shown()) do
    if point.id == self.selected then return point end
  end
  for _, point in ipairs(self:shown()) do
    if math.abs(point.seconds - at) <= onPoint then return point end
  end
end

function session:resolve(now, point)
  point = point or self:target()
  if not point then return self:say("Choose a point first.", now) end
  -- Changes are sent in order, so a comment that is still being sent is there by then.
  link:change({ ["do"] = "resolve", point = point.id })
  self.resolved, self.selected, self.isSettled = point.id, nil, false
  self:say("Resolved. Press U to reopen it.", now)
end

function session:reopen(now)
  if not self.resolved then return self:say("Nothing to reopen.", now) end
  link:change({ ["do"] = "reopen", point = self.resolved })
  self.resolved = nil
  self:say("Reopened.", now)
end

local function clock(seconds) return string.format("%d:%02d", seconds // 60, math.floor(seconds % 60)) end
session.clock = clock

-- At the cursor, or on the time selection. The place is that of the moment before the dialog opens.
function session:comment(now, onSelection)
  if not self.song then return self:say("Choose a song first.", now) end
  local first, last = self:position(), nil
  if onSelection then
    first, last = reaper.GetSet_LoopTimeRange2(self.project, false, false, 0, 0, false)
    if last <= first then return self:say("Make a time selection first.", now) end
  end
  if first < self.start then return self:say("The song starts later in this project.", now) end
  local place = clock(first - self.start) .. (last and "–" .. clock(last - self.start) or "")
  local isGiven, text = reaper.GetUserInputs(
    "BandMate: comment at " .. place, 1, "Comment:,extrawidth=320,separator=\n", self.notSent or ""
  )
  text = text and text:match("^%s*(.-)%s*$") or ""
  if not isGiven or text == "" then return end
  self.notSent = nil
  link:change({
    ["do"] = "comment",
    comment = (reaper.genGuid(""):gsub("[{}]", ""):lower()),
    song = self.song,
    seconds = first - self.start,
    endSeconds = last and last - self.start or nil,
    text = text,
  })
  self.isSettled = false
  self:say(link:isHeard(now) and "Sent to BandMate." or "Kept. It is sent when BandMate runs.", now)
end

function session:showInApp(now)
  if not self.song then return end
  local point = self:target()
  link:ask({ ["do"] = "show", song = self.song, point = point and point.id or nil }, function(answer)
    if not answer.ok then self:say(answer.message, now) end
  end)
end

function session:placeAgain() markers.clear(self.project, self.records) self.isSettled = false end

-- The text of a refused comment is offered again by the next dialog.
function session:answeredBy(request, answer, now)
  self.isSettled = false
  if answer.ok then
    self.answered[#self.answered + 1] = { request = request, till = now + answeredSeconds }
  elseif request["do"] == "comment" then
    self.notSent = request.text
    link:forget(request.comment)
    if self.resolved == request.comment then self.resolved = nil end
    self:say("Not sent: " .. answer.message .. " Your text is kept for the next comment.", now)
  else
    self:say(answer.message, now)
  end
end

function session:forgetAnswered(now)
  while self.answered[1] and now > self.answered[1].till do
    table.remove(self.answered, 1)
    self.isSettled, self.version = false, self.version + 1
  end
end

function session:step(now)
  local project, file = reaper.EnumProjects(-1)
  local known = identity(project, file) .. (read(project, "song") or "")
  if known ~= self.identity then
    self.identity = known
    self:enter(project)
  end
  self:forgetAnswered(now)
  if self.message and now > self.messageUntil then
    self.message = nil
    self.version = self.version + 1
  end
  local isChanged = self.unsentCount ~= #link.unsent
  self.unsentCount = #link.unsent
  if isChanged then self.isSettled, self.version = false, self.version + 1 end
  -- Nothing moves in the project while it records.
  if self.isSettled or not self.song or not self.hasPoints or self.isUnable or isRecording(project) then return end
  local isDone, failed = markers.sync(project, self.records, markers.desired(self:shown(), self.start))
  self.isSettled = isDone
  if failed > 0 then
    self.isUnable = true
    self:say("This version of REAPER is too old for markers of scripts. The list still works.", now)
  end
end

return session
