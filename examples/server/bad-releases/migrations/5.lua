-- A bad release on purpose
-- The first statement succeeds, the second does not: the table is changed, the column is there already, and the
-- database is left between two versions.
function onUpdateDatabase()
	logger.info("Updating database to version 5 (rename of stamina)")
	db.query("ALTER TABLE `players` ADD COLUMN `rested` int(11) NOT NULL DEFAULT '0'")
	db.query("ALTER TABLE `players` ADD COLUMN `balance` bigint(20) UNSIGNED NOT NULL DEFAULT '0'")
	db.query("UPDATE `players` SET `rested` = `stamina_minutes`")
end
