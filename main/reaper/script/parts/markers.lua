-- The points as markers and regions of a project. Only those that this script made are ever changed: each is known by its GUID,
-- which REAPER saves with the project.
local json = ...

local markers = {}

local section, key = "BandMate", "markers"
local longestName = 80
-- Nothing blocks while hundreds of points arrive.
local mostAtOnce = 40
-- Undo keeps markers and regions.
local undoFlag = 8

local function colour() return reaper.ColorToNative(122, 162, 255) | 0x1000000 end

function markers.load(project)
  local _, text = reaper.GetProjExtState(project, section, key)
  local records = json.decode(text or "")
  return type(records) == "table" and records or {}
end

local function save(project, records) reaper.SetProjExtState(project, section, key, json.encode(records)) end

local function oneLine(text)
  text = text:gsub("%s+", " ")
  if utf8.len(text) and utf8.len(text) > longestName then
    text = text:sub(1, utf8.offset(text, longestName) - 1) .. "…"
  end
  return text
end

-- The markers that the points ask for, by the id of the point.
function markers.desired(points, start)
  local desired = {}
  for _, point in ipairs(points) do
    if point.isOpen and point.place ~= "gone" then
      local first = start + point.seconds
      local isRange = point.endSeconds ~= json.null and point.endSeconds ~= nil
      desired[point.id] = {
        from = first,
        to = isRange and start + point.endSeconds or first,
        isRange = isRange,
        name = oneLine(point.author .. ": " .. point.text),
      }
    end
  end
  return desired
end

-- The place of each marker in REAPER's own order, by GUID.
local function indexes(project)
  local found, index = {}, 0
  while true do
    local hasMore, isRange, from, to, name, number = reaper.EnumProjectMarkers3(project, index)
    if hasMore == 0 then return found end
    local isKnown, guid = reaper.GetSetProjectInfo_String(project, "MARKER_GUID:" .. index, "", false)
    if isKnown then found[guid] = { index = index, number = number, isRange = isRange, from = from, to = to, name = name } end
    index = index + 1
  end
end

local function guidOf(project, isRange, number)
  local index = 0
  while true do
    local hasMore, isRegion, _, _, _, found = reaper.EnumProjectMarkers3(project, index)
    if hasMore == 0 then return nil end
    if isRegion == isRange and found == number then
      local isKnown, guid = reaper.GetSetProjectInfo_String(project, "MARKER_GUID:" .. index, "", false)
      return isKnown and guid or nil
    end
    index = index + 1
  end
end

local function isSame(record, wanted)
  return math.abs(record.from - wanted.from) < 0.0005
    and math.abs(record.to - wanted.to) < 0.0005
    and record.isRange == wanted.isRange
    and record.name == wanted.name
end

local function remove(project, record)
  local found = indexes(project)[record.guid]
  if found then reaper.DeleteProjectMarkerByIndex(project, found.index) end
end

local function add(project, wanted)
  local number = reaper.AddProjectMarker2(project, wanted.isRange, wanted.from, wanted.to, wanted.name, -1, colour())
  if number < 0 then return nil end
  local guid = guidOf(project, wanted.isRange, number)
  if not guid then
    -- A marker that can't be recognised later can't be cleaned up either.
    reaper.DeleteProjectMarker(project, number, wanted.isRange)
    return nil
  end
  return { guid = guid, from = wanted.from, to = wanted.to, isRange = wanted.isRange, name = wanted.name }
end

-- A marker that the user deleted or moved stays so until its point changes.
local function change(project, record, wanted)
  local found = indexes(project)[record.guid]
  if not found or found.isRange ~= wanted.isRange then
    if found then reaper.DeleteProjectMarkerByIndex(project, found.index) end
    return add(project, wanted)
  end
  reaper.SetProjectMarkerByIndex2(
    project, found.index, wanted.isRange, wanted.from, wanted.to, found.number, wanted.name, colour(), 0
  )
  return { guid = record.guid, from = wanted.from, to = wanted.to, isRange = wanted.isRange, name = wanted.name }
end

local function findWork(records, desired)
  local work = {}
  for id, record in pairs(records) do
    if not desired[id] then work[#work + 1] = { "remove", id, record } end
  end
  for id, wanted in pairs(desired) do
    local record = records[id]
    if not record then
      work[#work + 1] = { "add", id, wanted }
    elseif not isSame(record, wanted) then
      work[#work + 1] = { "change", id, wanted }
    end
  end
  return work
end

-- Each change is a step of the undo history. A new step would take away what the user can still redo, so then there is none.
local function changeProject(project, name, work)
  local redo = reaper.Undo_CanRedo2(project)
  local isStep = redo == nil or redo == ""
  reaper.PreventUIRefresh(1)
  if isStep then reaper.Undo_BeginBlock2(project) end
  work()
  if isStep then reaper.Undo_EndBlock2(project, name, undoFlag) end
  reaper.PreventUIRefresh(-1)
  reaper.UpdateTimeline()
end

-- Brings the project's markers closer to what is desired. Returns whether all is done, and how many points have no marker because
-- this REAPER doesn't let scripts recognise theirs.
function markers.sync(project, records, desired)
  local work = findWork(records, desired)
  if #work == 0 then return true, 0 end
  local failed = 0
  changeProject(project, "BandMate: show open points", function()
    for index = 1, math.min(#work, mostAtOnce) do
      local what, id, value = table.unpack(work[index])
      if what == "remove" then
        remove(project, value)
        records[id] = nil
      elseif what == "add" then
        records[id] = add(project, value)
      else
        records[id] = change(project, records[id], value)
      end
      if what ~= "remove" and not records[id] then failed = failed + 1 end
    end
    save(project, records)
  end)
  return failed > 0 or #work <= mostAtOnce, failed
end

-- After this, a sync makes all of them again: also those that the user deleted or moved.
function markers.clear(project, records)
  if next(records) == nil then return end
  changeProject(project, "BandMate: remove markers", function()
    for id, record in pairs(records) do
      remove(project, record)
      records[id] = nil
    end
    save(project, records)
  end)
end

return markers
