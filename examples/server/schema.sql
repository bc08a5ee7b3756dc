-- The sample game server's database, at version 1: a part of Canary's tables, with the same names and types.

CREATE TABLE IF NOT EXISTS `server_config` (
    `config` varchar(50) NOT NULL,
    `value` varchar(256) NOT NULL DEFAULT '',
    CONSTRAINT `server_config_pk` PRIMARY KEY (`config`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

INSERT INTO `server_config` (`config`, `value`) VALUES
('db_version', '1'),
('motd_hash', ''),
('motd_num', '0'),
('players_record', '0');

CREATE TABLE IF NOT EXISTS `accounts` (
    `id` int(11) UNSIGNED NOT NULL AUTO_INCREMENT,
    `name` varchar(32) NOT NULL,
    `password` TEXT NOT NULL,
    `email` varchar(255) NOT NULL DEFAULT '',
    `premdays` int(11) NOT NULL DEFAULT '0',
    `type` tinyint(1) UNSIGNED NOT NULL DEFAULT '1',
    `coins` int(12) UNSIGNED NOT NULL DEFAULT '0',
    `creation` int(11) UNSIGNED NOT NULL DEFAULT '0',
    CONSTRAINT `accounts_pk` PRIMARY KEY (`id`),
    CONSTRAINT `accounts_unique` UNIQUE (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE IF NOT EXISTS `players` (
    `id` int(11) NOT NULL AUTO_INCREMENT,
    `name` varchar(255) NOT NULL,
    `group_id` int(11) NOT NULL DEFAULT '1',
    `account_id` int(11) UNSIGNED NOT NULL DEFAULT '0',
    `level` int(11) NOT NULL DEFAULT '1',
    `vocation` int(11) NOT NULL DEFAULT '0',
    `health` int(11) NOT NULL DEFAULT '150',
    `healthmax` int(11) NOT NULL DEFAULT '150',
    `experience` bigint(20) NOT NULL DEFAULT '0',
    `town_id` int(11) NOT NULL DEFAULT '1',
    `posx` int(11) NOT NULL DEFAULT '0',
    `posy` int(11) NOT NULL DEFAULT '0',
    `posz` int(11) NOT NULL DEFAULT '7',
    `conditions` blob NOT NULL,
    `lastlogin` bigint(20) UNSIGNED NOT NULL DEFAULT '0',
    `lastlogout` bigint(20) UNSIGNED NOT NULL DEFAULT '0',
    `onlinetime` int(11) NOT NULL DEFAULT '0',
    `deletion` bigint(15) NOT NULL DEFAULT '0',
    `balance` bigint(20) UNSIGNED NOT NULL DEFAULT '0',
    `stamina` smallint(5) UNSIGNED NOT NULL DEFAULT '2520',
    INDEX `account_id` (`account_id`),
    INDEX `vocation` (`vocation`),
    CONSTRAINT `players_pk` PRIMARY KEY (`id`),
    CONSTRAINT `players_unique` UNIQUE (`name`),
    CONSTRAINT `players_account_fk`
        FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`)
        ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE IF NOT EXISTS `player_items` (
    `player_id` int(11) NOT NULL DEFAULT '0',
    `pid` int(11) NOT NULL DEFAULT '0',
    `sid` int(11) NOT NULL DEFAULT '0',
    `itemtype` int(11) NOT NULL DEFAULT '0',
    `count` int(11) NOT NULL DEFAULT '0',
    `attributes` blob NOT NULL,
    INDEX `player_id` (`player_id`),
    INDEX `sid` (`sid`),
    CONSTRAINT `player_items_players_fk`
        FOREIGN KEY (`player_id`) REFERENCES `players` (`id`)
        ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE IF NOT EXISTS `player_storage` (
    `player_id` int(11) NOT NULL DEFAULT '0',
    `key` int(10) UNSIGNED NOT NULL DEFAULT '0',
    `value` int(11) NOT NULL DEFAULT '0',
    CONSTRAINT `player_storage_pk` PRIMARY KEY (`player_id`, `key`),
    CONSTRAINT `player_storage_players_fk`
        FOREIGN KEY (`player_id`) REFERENCES `players` (`id`)
        ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE IF NOT EXISTS `players_online` (
    `player_id` int(11) NOT NULL,
    CONSTRAINT `players_online_pk` PRIMARY KEY (`player_id`)
) ENGINE=MEMORY DEFAULT CHARSET=utf8;

CREATE TABLE IF NOT EXISTS `guilds` (
    `id` int(11) NOT NULL AUTO_INCREMENT,
    `level` int(11) NOT NULL DEFAULT '1',
    `name` varchar(255) NOT NULL,
    `ownerid` int(11) NOT NULL,
    `creationdata` int(11) NOT NULL,
    `motd` varchar(255) NOT NULL DEFAULT '',
    `balance` bigint(20) UNSIGNED NOT NULL DEFAULT '0',
    CONSTRAINT `guilds_pk` PRIMARY KEY (`id`),
    CONSTRAINT `guilds_name_unique` UNIQUE (`name`),
    CONSTRAINT `guilds_owner_unique` UNIQUE (`ownerid`),
    CONSTRAINT `guilds_ownerid_fk`
        FOREIGN KEY (`ownerid`) REFERENCES `players` (`id`)
        ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE IF NOT EXISTS `guild_ranks` (
    `id` int(11) NOT NULL AUTO_INCREMENT,
    `guild_id` int(11) NOT NULL,
    `name` varchar(255) NOT NULL,
    `level` int(11) NOT NULL,
    INDEX `guild_id` (`guild_id`),
    CONSTRAINT `guild_ranks_pk` PRIMARY KEY (`id`),
    CONSTRAINT `guild_ranks_fk`
        FOREIGN KEY (`guild_id`) REFERENCES `guilds` (`id`)
        ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE IF NOT EXISTS `houses` (
    `id` int(11) NOT NULL AUTO_INCREMENT,
    `owner` int(11) NOT NULL,
    `paid` int(10) UNSIGNED NOT NULL DEFAULT '0',
    `warnings` int(11) NOT NULL DEFAULT '0',
    `name` varchar(255) NOT NULL,
    `rent` int(11) NOT NULL DEFAULT '0',
    `town_id` int(11) NOT NULL DEFAULT '0',
    `size` int(11) NOT NULL DEFAULT '0',
    `beds` int(11) NOT NULL DEFAULT '0',
    INDEX `owner` (`owner`),
    INDEX `town_id` (`town_id`),
    CONSTRAINT `houses_pk` PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE IF NOT EXISTS `tile_store` (
    `house_id` int(11) NOT NULL,
    `data` longblob NOT NULL,
    INDEX `house_id` (`house_id`),
    CONSTRAINT `tile_store_account_fk`
        FOREIGN KEY (`house_id`) REFERENCES `houses` (`id`)
        ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE IF NOT EXISTS `kv_store` (
    `key_name` varchar(191) NOT NULL,
    `timestamp` bigint NOT NULL,
    `value` longblob NOT NULL,
    PRIMARY KEY (`key_name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

DELIMITER //
CREATE TRIGGER `oncreate_guilds` AFTER INSERT ON `guilds` FOR EACH ROW BEGIN
    INSERT INTO `guild_ranks` (`name`, `level`, `guild_id`) VALUES ('The Leader', 3, NEW.`id`);
    INSERT INTO `guild_ranks` (`name`, `level`, `guild_id`) VALUES ('Vice-Leader', 2, NEW.`id`);
    INSERT INTO `guild_ranks` (`name`, `level`, `guild_id`) VALUES ('Member', 1, NEW.`id`);
END
//
CREATE TRIGGER `ondelete_players` BEFORE DELETE ON `players` FOR EACH ROW BEGIN
    UPDATE `houses` SET `owner` = 0 WHERE `owner` = OLD.`id`;
END
//
DELIMITER ;

-- The well-known account god/god, as Canary ships it: a finding for whoever checks a database that is in use.
INSERT INTO `accounts` (`id`, `name`, `email`, `password`, `type`) VALUES
(1, 'god', '@god', '21298df8a3277357ee55b01df9530b535cf08ec1', 5);

INSERT INTO `players` (`name`, `group_id`, `account_id`, `level`, `health`, `healthmax`, `experience`, `conditions`) VALUES
('Keeper', 6, 1, 100, 650, 650, 15694800, '');

INSERT INTO `houses` (`owner`, `name`, `rent`, `town_id`, `size`, `beds`) VALUES
(0, 'Aviary Lane 1', 800, 1, 12, 1),
(0, 'Aviary Lane 2', 900, 1, 14, 1),
(0, 'Perch Street 1', 1500, 1, 24, 2),
(0, 'Perch Street 2', 1500, 1, 24, 2),
(0, 'Nest Court', 4000, 1, 60, 4);
