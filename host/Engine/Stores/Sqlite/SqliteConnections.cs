using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Dazhou.DurableEngine.Stores;

/// <summary>Opens the database file: its lock, its settings, its tables, and the errors an operator can act on.</summary>
internal static class SqliteConnections
{
    /// <summary>The layout below; a file of another layout is refused instead of misread.</summary>
    private const int SchemaVersion = 2;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS instances (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            version TEXT,
            status INTEGER NOT NULL,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            completed INTEGER,
            next_due INTEGER,
            open_tasks INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            history_rows INTEGER NOT NULL,
            parent TEXT,
            custom_status TEXT,
            failure BLOB,
            tags TEXT);
        CREATE INDEX IF NOT EXISTS instances_due ON instances (next_due) WHERE next_due IS NOT NULL;
        CREATE INDEX IF NOT EXISTS instances_open ON instances (key) WHERE open_tasks = 1;
        CREATE INDEX IF NOT EXISTS instances_parent ON instances (parent) WHERE parent IS NOT NULL;
        CREATE TABLE IF NOT EXISTS history (
            instance INTEGER NOT NULL,
            row INTEGER NOT NULL,
            events BLOB NOT NULL,
            PRIMARY KEY (instance, row)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS inbox (
            instance INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            event BLOB NOT NULL,
            generation INTEGER,
            PRIMARY KEY (instance, sequence)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS meta (
            key TEXT PRIMARY KEY,
            value TEXT NOT NULL) WITHOUT ROWID;
        """;

    public static FileStream TakeLock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new StoreUnavailableException(
                $"数据库 {path} 正被另一个进程使用:同一文件只能由一个运行时打开。请先停止另一个进程,或以 LocalRuntime:DatabasePath 指定另一个文件。", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StoreUnavailableException($"数据库 {path} 所在目录不可写:{exception.Message}", exception);
        }
    }

    public static SqliteConnection OpenWriter(DurableEngineOptions options)
    {
        var connection = Open(options, SqliteOpenMode.ReadWriteCreate);
        try
        {
            Execute(connection, "PRAGMA busy_timeout = " + (int)options.LockTimeout.TotalMilliseconds);
            // Before anything is written: a file of another program or of a later version stays as it is.
            CheckVersion(connection, options.DatabasePath);
            Execute(connection, "PRAGMA journal_mode = WAL");
            Execute(connection, "PRAGMA synchronous = " + (options.SynchronousCommits ? "FULL" : "NORMAL"));
            Execute(connection, "PRAGMA wal_autocheckpoint = 4000");
            Execute(connection, "PRAGMA cache_size = -16000");
            if (options.MaximumDatabaseBytes is { } bytes)
            {
                Execute(connection, $"PRAGMA max_page_count = {bytes / 4096}");
            }

            // In one transaction, so that a crash never leaves tables without their version.
            Execute(connection, $"BEGIN; {Schema} PRAGMA user_version = {SchemaVersion}; COMMIT");
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw Explain(exception, options.DatabasePath);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static SqliteConnection OpenReader(DurableEngineOptions options)
    {
        try
        {
            var connection = Open(options, SqliteOpenMode.ReadWrite);
            Execute(connection, "PRAGMA query_only = ON");
            Execute(connection, "PRAGMA busy_timeout = " + (int)options.LockTimeout.TotalMilliseconds);
            Execute(connection, "PRAGMA cache_size = -4000");
            return connection;
        }
        catch (SqliteException exception)
        {
            throw Explain(exception, options.DatabasePath);
        }
    }

    /// <summary>Says what a SQLite error means for the person who runs the office's server.</summary>
    public static StoreUnavailableException Explain(SqliteException exception, string path) => new(
        exception.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => $"数据库 {path} 所在磁盘已满或达到上限,未写入任何内容。请释放空间,运行时会自动重试。",
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"数据库 {path} 被其他程序锁定,未写入任何内容。请关闭占用它的程序,运行时会自动重试。",
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => $"数据库 {path} 已损坏或不是运行时的数据库,未作任何改动。请从备份恢复,或用 sqlite3 的 .recover 导出后再启动。",
            raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM => $"数据库 {path} 无法打开或不可写,请检查目录与权限。",
            _ => $"数据库 {path} 读写失败({exception.SqliteErrorCode}):{exception.Message}",
        },
        exception);

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(DurableEngineOptions options, SqliteOpenMode mode)
    {
        // Pooling would keep the file open after the store is closed.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = options.DatabasePath,
            Mode = mode,
            Pooling = false,
            // The provider tries a locked file again for so long, 30 s if not told; whole seconds, and 0 would mean for ever.
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(options.LockTimeout.TotalSeconds)),
        }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw Explain(exception, options.DatabasePath);
        }
    }

    private static void CheckVersion(SqliteConnection connection, string path)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = Convert.ToInt32(command.ExecuteScalar());
        if (version > SchemaVersion)
        {
            throw new StoreUnavailableException(
                $"数据库 {path} 由更新版本的运行时写成(格式 {version},本程序为 {SchemaVersion}),未作任何改动。请使用更新的程序。");
        }

        if (version is > 0 and < SchemaVersion)
        {
            throw new StoreUnavailableException(
                $"数据库 {path} 是发布前的试验格式({version}),不能续用,未作任何改动。请移走该文件后重新启动。");
        }

        command.CommandText = "SELECT COUNT(*) FROM sqlite_master";
        if (version == 0 && Convert.ToInt32(command.ExecuteScalar()) > 0)
        {
            throw new StoreUnavailableException(
                $"数据库 {path} 是其他程序的数据库,不是运行时的数据库,未作任何改动。请以 LocalRuntime:DatabasePath 指定另一个文件。");
        }
    }
}
