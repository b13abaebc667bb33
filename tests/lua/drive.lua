-- Runs the script in the stub, as the lines of the standard input say: each is a call of `commands`, as JSON; each is answered by a line.
local here, script = arg[1], arg[2]
local readLine = io.read
local stub = dofile(here .. "/reaper-stub.lua")
local json = loadfile(script:match("^(.*)/") .. "/parts/json.lua")()
stub.script = script

local slowest, mostOpens = 0, 0

local function step(seconds)
  stub.time = stub.time + seconds
  local task = stub.deferred
  if not task then return end
  stub.deferred = nil
  local before, opens = os.clock(), stub.opens
  task()
  slowest, mostOpens = math.max(slowest, os.clock() - before), math.max(mostOpens, stub.opens - opens)
end

local function front() return stub.projects[stub.current] end

local function listMarkers()
  local list = json.list({})
  for index, one in ipairs(front().markers) do
    list[index] = { name = one.name, from = one.from, to = one.isRange and one.to or json.null, isOurs = one.color ~= 0 }
  end
  return list
end

local commands = {}

function commands.start() assert(loadfile(stub.script))() return true end

function commands.steps(count, seconds)
  for _ = 1, count do step(seconds) end
  return true
end

function commands.set(values)
  for key, value in pairs(values) do front()[key] = value end
  return true
end

function commands.give(values)
  for key, value in pairs(values) do stub[key] = value ~= json.null and value or nil end
  return true
end

function commands.press(keys)
  for _, key in ipairs(keys) do
    stub.keys[#stub.keys + 1] = type(key) == "string" and key:byte() or key
    step(0.03)
  end
  return true
end

function commands.click(x, y)
  gfx.mouse_x, gfx.mouse_y, gfx.mouse_cap = x, y, 1
  step(0.03)
  gfx.mouse_cap = 0
  step(0.03)
  return true
end

function commands.open(id, file) stub.open(id, file) return true end
function commands.addMarker(name, from, to)
  stub.addMarker(front(), to ~= nil, from, to or from, name)
  return true
end
function commands.changeMarker(name, changes)
  for index, one in ipairs(front().markers) do
    if one.name == name then
      if changes.isDeleted then table.remove(front().markers, index) else one.from = changes.from end
      return true
    end
  end
  return false
end
function commands.action(name)
  stub.script = script:match("^(.*)/") .. "/" .. name
  assert(loadfile(stub.script))()
  stub.script = script
  return true
end

function commands.look()
  return {
    markers = listMarkers(), undo = json.list(stub.undo), texts = json.list(stub.texts), asked = json.list(stub.asked),
    menus = json.list(stub.menuTexts), boxes = json.list(stub.boxes), commands = json.list(stub.commands), ext = stub.ext,
    projectExt = front().ext, cursor = front().cursor, refresh = stub.refresh, toggle = stub.toggle,
    isRunning = stub.deferred ~= nil, slowestSeconds = slowest, mostOpens = mostOpens, opens = stub.opens,
  }
end

function commands.finish()
  stub.deferred = nil
  if stub.atexit then stub.atexit() end
  return true
end

function commands.encode(value) return value end

while true do
  local line = readLine("l")
  if not line then break end
  local call = assert(json.decode(line))
  local name = table.remove(call, 1)
  local isDone, result = xpcall(commands[name], debug.traceback, table.unpack(call))
  io.write(json.encode(isDone and { result = result } or { failure = tostring(result) }), "\n")
  io.flush()
end
