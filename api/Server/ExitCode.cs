namespace Integration.Graph.Server;

/// <summary>What the program ends with, as server and as command.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>It failed, or a check has found something.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the settings are wrong: another try does not help.</summary>
    public const int WrongUse = 2;
}
