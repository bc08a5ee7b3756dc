function onUpdateDatabase()
	logger.info("Updating database to version 3 (account sessions)")
	db.query([[
		CREATE TABLE IF NOT EXISTS `account_sessions` (
			`id` varchar(191) NOT NULL,
			`account_id` int(11) UNSIGNED NOT NULL,
			`expires` bigint(20) UNSIGNED NOT NULL,
			PRIMARY KEY (`id`),
			INDEX `account_id` (`account_id`),
			CONSTRAINT `account_sessions_account_fk`
				FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`)
				ON DELETE CASCADE
		) ENGINE=InnoDB DEFAULT CHARSET=utf8
	]])
end
