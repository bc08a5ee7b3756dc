-- Runs before a migration, in the same state: leaves it the functions that a game server offers to migrations, and
-- nothing that reaches out of Lua or catches an error. Whatever goes wrong in a migration ends it.
local host, instructions, kibibytes, now = ...

local sethook, collect = debug.sethook, collectgarbage
local error, select, tonumber, tostring, type = error, select, tonumber, tostring, type
local char, format, rep, gsub, floor = string.char, string.format, string.rep, string.gsub, math.floor
local date = os.date

-- Traces of the compiler do not count instructions.
jit.off()

local slice = 10000
local slices = instructions / slice
sethook(function()
	slices = slices - 1
	if slices < 0 then
		error("takes more than " .. format("%d", instructions) .. " steps: an endless loop?", 0)
	end
	if collect("count") > kibibytes then
		error("needs more than " .. floor(kibibytes / 1024) .. " MiB of memory", 0)
	end
end, "", slice)

local kept = {
	assert = true, error = true, ipairs = true, next = true, pairs = true, rawequal = true, rawget = true,
	rawset = true, select = true, tonumber = true, tostring = true, type = true, unpack = true,
	getmetatable = true, setmetatable = true, _VERSION = true,
	string = true, table = true, math = true, bit = true,
}
for name in pairs(_G) do
	if not kept[name] and name ~= "_G" then
		_G[name] = nil
	end
end

string.dump = nil
function string.rep(text, times)
	if #tostring(text) * (tonumber(times) or 0) > 1048576 then
		error("string.rep makes at most 1 MiB", 2)
	end
	return rep(text, times)
end
math.random, math.randomseed = nil, nil

-- A migration that is taken up again must come to the same statements: its time stands still.
os = {
	time = function(parts)
		if parts ~= nil then
			error("os.time takes no table in a migration", 2)
		end
		return now
	end,
	date = function(form, time)
		return date(form or "!%c", time or now)
	end,
}

local function byte_of(digits)
	return char(tonumber(digits, 16))
end

-- The host answers with what kind of answer it is, and the answer. Texts come in hexadecimal digits, since they may be
-- any bytes. The reason of an error stays with the host.
local function ask(what, ...)
	local kind, answer = host(what, ...)
	if kind == "error" then
		error("stopped", 0)
	elseif kind == "text" then
		return (gsub(answer, "%x%x", byte_of))
	elseif kind == "none" then
		return nil
	end
	return answer
end

local function text(value, what)
	if type(value) == "number" then
		return tostring(value)
	elseif type(value) ~= "string" then
		error(what .. " takes a text, not " .. type(value), 3)
	end
	return value
end

local function handle(value, what)
	if type(value) ~= "number" then
		error(what .. " takes what db.storeQuery gave, not " .. type(value), 3)
	end
	return value
end

db = {}
function db.query(statement)
	return ask("query", text(statement, "db.query"))
end
function db.asyncQuery(statement)
	return ask("query", text(statement, "db.asyncQuery"))
end
function db.storeQuery(statement)
	return ask("read", text(statement, "db.storeQuery")) or false
end
function db.tableExists(name)
	return ask("table", text(name, "db.tableExists"))
end
function db.lastInsertId()
	return ask("inserted")
end
function db.escapeString(value)
	return ask("escape", text(value, "db.escapeString"))
end
function db.escapeBlob(value, length)
	value = text(value, "db.escapeBlob")
	return ask("escape", length and value:sub(1, length) or value)
end

Result = {}
function Result.getNumber(id, column)
	return ask("number", handle(id, "Result.getNumber"), text(column, "Result.getNumber"))
end
function Result.getString(id, column)
	return ask("string", handle(id, "Result.getString"), text(column, "Result.getString"))
end
Result.getStream = Result.getString
function Result.next(id)
	return ask("next", handle(id, "Result.next"))
end
function Result.free(id)
	return ask("free", handle(id, "Result.free"))
end
Result.getDataInt, Result.getDataLong, Result.getDataString = Result.getNumber, Result.getNumber, Result.getString
result = Result

local function message(form, ...)
	local at, count, values = 0, select("#", ...), { ... }
	return (gsub(tostring(form), "{[^{}]*}", function(place)
		at = at + 1
		return at <= count and tostring(values[at]) or place
	end))
end

logger = {}
for _, level in ipairs({ "trace", "debug", "info", "warn", "error" }) do
	logger[level] = function(form, ...)
		ask("log", level, message(form, ...))
	end
end
logger.warning, logger.fatal, logger.critical = logger.warn, logger.error, logger.error
Spdlog = logger

function print(...)
	local line = ""
	for i = 1, select("#", ...) do
		line = line .. (i > 1 and "\t" or "") .. tostring((select(i, ...)))
	end
	ask("log", "info", line)
end
