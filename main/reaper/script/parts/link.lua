-- The way to the app: requests and answers are files in a folder of the app's (docs/local-endpoint.md). Nothing here waits. A step
-- opens a few small files at most, twice a second.
local json = ...

local pollSeconds = 0.5
-- The app keeps an answer up to date for a minute.
local renewSeconds = 15
-- After this without a sign of the app, its folder is looked up again.
local silenceSeconds = 40
local closedPollSeconds = 2
local mostAtOnce = 10
local headBytes = 160
local mostBytes = 8 * 1024 * 1024

local link = {}
link.__index = link

local function newId() return (reaper.genGuid(""):gsub("[{}]", ""):lower()) end

-- `load` and `save` keep unsent changes over a restart of REAPER.
function link.new(place, load, save)
  local self = setmetatable({
    place = place,
    save = save,
    name = "reaper-" .. newId(),
    isOpen = false,
    unsent = load() or {},
    asked = {},
    nextLook = 0,
  }, link)
  return self
end

local function readFile(path, bytes)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read(bytes)
  file:close()
  return text
end

function link:lookUp(now)
  local endpoint = json.decode(readFile(self.place .. "/endpoint.json", 4096) or "")
  local isThere = type(endpoint) == "table" and type(endpoint.token) == "string"
  if isThere and endpoint.token ~= self.token then
    self.heardAt, self.renewedAt, self.head = now, nil, nil
    -- The app that is there now hasn't seen what the earlier one was asked.
    for _, one in pairs(self.asked) do one.isWritten = false end
  end
  self.token = isThere and endpoint.token or nil
  self.isOpen = isThere
end

function link:write(name, content)
  content.token, content.client = self.token, "REAPER"
  local path = self.place .. "/requests/" .. name
  local file = io.open(path .. ".part", "wb")
  if not file then return false end
  file:write(json.encode(content))
  file:close()
  return os.rename(path .. ".part", path .. ".json") ~= nil
end

-- Keeps the answer to this request up to date: `onAnswer` is called whenever it has changed.
function link:follow(request, onAnswer)
  self.followed, self.onAnswer = request, onAnswer
  -- Tells an answer to this request from one to the request before it.
  self.tag = newId()
  self.renewedAt, self.head = nil, nil
end

-- Asks once. The answer is passed to `onAnswer`, or nil if the app has gone.
function link:ask(request, onAnswer)
  self.asked[newId()] = { request = request, onAnswer = onAnswer }
end

-- A change. It is kept until the app has answered, also if the app or REAPER ends meanwhile.
function link:change(request)
  self.unsent[#self.unsent + 1] = { id = newId(), request = request }
  self.save(self.unsent)
end

-- Unsent changes to a point that won't be there.
function link:forget(point)
  for index = #self.unsent, 1, -1 do
    if self.unsent[index].request.point == point then table.remove(self.unsent, index) end
  end
  self.save(self.unsent)
end

function link:takeAnswer(id)
  local path = self.place .. "/answers/" .. id .. ".json"
  local text = readFile(path, mostBytes)
  if not text then return nil end
  os.remove(path)
  local content = json.decode(text)
  return type(content) == "table" and content.answer or { ok = false, kind = "internal", message = "The answer can't be read." }
end

function link:renew(now)
  if not self.followed then return end
  if self.renewedAt and now - self.renewedAt < renewSeconds then return end
  if self:write(self.name, { keep = true, tag = self.tag, request = self.followed }) then self.renewedAt = now end
end

function link:readFollowed(now)
  if not self.followed then return end
  local path = self.place .. "/answers/" .. self.name .. ".json"
  local head = readFile(path, headBytes)
  if not head then
    -- It was there: the app has ended, or has begun again.
    if self.head then self:lookUp(now) self.head, self.renewedAt = nil, nil end
    return
  end
  local renewals, tag, rest = head:match('^{"renewals":(%d+),"tag":"([^"]*)",(.*)')
  if renewals ~= self.renewals then self.heardAt, self.renewals = now, renewals end
  if renewals and tag ~= self.tag then return end
  -- A refused request has an answer without the beginning.
  rest = rest or head
  if rest == self.head then return end
  local content = json.decode(readFile(path, mostBytes) or "")
  if type(content) ~= "table" or type(content.answer) ~= "table" then return end
  self.head, self.heardAt = rest, now
  if content.answer.kind == "unauthorised" then return self:lookUp(now) end
  self.onAnswer(content.answer)
end

function link:stepAsked(now)
  local count = 0
  for id, one in pairs(self.asked) do
    count = count + 1
    if count > mostAtOnce then return end
    if not one.isWritten then
      one.isWritten = self:write(id, { request = one.request })
    else
      local answer = self:takeAnswer(id)
      if answer and answer.kind ~= "unauthorised" then
        self.asked[id], self.heardAt = nil, now
        one.onAnswer(answer)
      end
    end
  end
end

-- One after the other: a later change may build on an earlier one.
function link:stepUnsent(now, onAnswer)
  local one = self.unsent[1]
  if not one then return end
  if self.sentToken ~= self.token or self.sentId ~= one.id then
    if self:write(one.id, { request = one.request }) then self.sentToken, self.sentId = self.token, one.id end
    return
  end
  local answer = self:takeAnswer(one.id)
  if not answer then return end
  self.heardAt = now
  -- These pass: the token is read again, the sign-in or the minute is waited for.
  if answer.kind == "unauthorised" or answer.kind == "signed-out" or answer.kind == "rate-limited" then
    self:lookUp(now)
    self.sentToken = nil
    self.retryAt = now + 5
    return
  end
  table.remove(self.unsent, 1)
  self.save(self.unsent)
  onAnswer(one.request, answer)
end

function link:step(now, onAnswer)
  if now < self.nextLook then return end
  self.nextLook = now + (self.isOpen and pollSeconds or closedPollSeconds)
  if not self.isOpen or now - (self.heardAt or 0) > silenceSeconds then
    self:lookUp(now)
    if not self.isOpen then return end
  end
  self:renew(now)
  self:readFollowed(now)
  self:stepAsked(now)
  if now >= (self.retryAt or 0) then self:stepUnsent(now, onAnswer) end
end

-- The app answered lately.
function link:isHeard(now) return self.isOpen and now - (self.heardAt or 0) <= silenceSeconds end

return link
