namespace Integration.Graph.Server;

/// <summary>Exit codes of the server and of the commands.</summary>
internal static class ExitCode
{
    /// <summary>Success.</summary>
    public const int Done = 0;

    /// <summary>Failure, or a check found problems.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the settings are wrong; a retry does not help.</summary>
    public const int WrongUse = 2;
}
