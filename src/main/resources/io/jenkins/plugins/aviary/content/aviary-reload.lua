-- Aviary's reload agent, for Canary and The Forgotten Server (1.4 and later). Put it among the server's scripts, beside a
-- folder data/aviary, and deliver it by a release. It does nothing until a file data/aviary/reload.request is there:
--
--     <token> <reload>            asks for the reload "scripts", "monsters", ... of Game.reload
--     <token> broadcast <text>    shows a text to everybody online
--
-- The request is taken away, and data/aviary/reload.ack then says "<token> ok ..." or "<token> failed ...", written beside
-- it first and renamed, so that whoever reads it sees all of it or nothing. Whoever may write into that folder may
-- reload; that are those who may change the scripts anyway.

local FOLDER = "data/aviary/"
local REQUEST = FOLDER .. "reload.request"
local ACK = FOLDER .. "reload.ack"
local LONGEST = 256

local function takeRequest()
	local file = io.open(REQUEST, "rb")
	if not file then
		return nil
	end
	local line = file:read(LONGEST) or ""
	file:close()
	if line:sub(-1) ~= "\n" and #line < LONGEST then
		return nil -- somebody is still writing it
	end
	os.remove(REQUEST)
	local token, what = line:match("^([%w%-_%.]+) ([^%c]+)\n")
	if token and #token <= 64 then
		return token, what
	end
	return nil
end

local function answer(token, good, what)
	local file = io.open(ACK .. ".new", "wb")
	if not file then
		print("[aviary] " .. ACK .. " cannot be written; is " .. FOLDER .. " there?")
		return
	end
	file:write(token, good and " ok " or " failed ", what, "\n")
	file:close()
	os.rename(ACK .. ".new", ACK)
end

local function broadcast(text)
	for _, player in ipairs(Game.getPlayers()) do
		player:sendTextMessage(MESSAGE_EVENT_ADVANCE, text)
	end
	return true
end

local function perform(what)
	local text = what:match("^broadcast (.+)$")
	if text then
		return broadcast(text)
	end
	local kind = what:match("^%a+$") and _G["RELOAD_TYPE_" .. what:upper()]
	if not kind then
		return false
	end
	return Game.reload(kind) ~= false
end

local agent = GlobalEvent("AviaryReload")

function agent.onThink(interval)
	local token, what = takeRequest()
	if token then
		-- A reload of scripts clears every global event, this one too, so it must not happen while this one runs.
		addEvent(function()
			local called, good = pcall(perform, what)
			if not called then
				print("[aviary] " .. tostring(good))
			end
			answer(token, called and good, what)
		end, 10)
	end
	return true
end

agent:interval(200)
agent:register()
