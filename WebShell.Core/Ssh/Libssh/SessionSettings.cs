namespace WebShell.Core.Ssh.Libssh;

/// <summary>Sets everything libssh would else take from its defaults, the service account or its configuration files.</summary>
internal static unsafe class SessionSettings
{
    public static void Apply(SessionHandle session, int fd, AlgorithmOffer offer)
    {
        ApplyBasics(session, fd);
        Set(session, SessionOption.KeyExchange, offer.KeyExchange);
        Set(session, SessionOption.HostKeys, offer.HostKeys);
        Set(session, SessionOption.PublicKeyAcceptedTypes, offer.UserSignatures);
        Set(session, SessionOption.CiphersOut, offer.Ciphers);
        Set(session, SessionOption.CiphersIn, offer.Ciphers);
        Set(session, SessionOption.MacsOut, offer.Macs);
        Set(session, SessionOption.MacsIn, offer.Macs);
        Set(session, SessionOption.CompressionOut, SshAlgorithms.Compression);
        Set(session, SessionOption.CompressionIn, SshAlgorithms.Compression);
        Check(LibsshNative.SetOption(session, SessionOption.RsaMinSize, SshAlgorithms.MinRsaBits), SessionOption.RsaMinSize);
        LibsshNative.ssh_set_blocking(session, 0);
    }

    /// <summary>What must be set before anything else, whatever the session is for.</summary>
    public static void ApplyBasics(SessionHandle session, int fd)
    {
        // First: else libssh reads ssh_config of the service account and runs the ProxyCommand it finds there.
        Check(LibsshNative.SetOption(session, SessionOption.ProcessConfig, false), SessionOption.ProcessConfig);
        Check(LibsshNative.SetOption(session, SessionOption.Fd, fd), SessionOption.Fd);

        // Neither is used: the login goes with each sign-in call, keys come from memory. Set, so that no home directory is looked up.
        Set(session, SessionOption.User, "unset");
        Set(session, SessionOption.SshDir, "/dev/null");
    }

    private static void Set(SessionHandle session, SessionOption option, string value) =>
        Check(LibsshNative.ssh_options_set(session, option, value), option);

    private static void Check(int code, SessionOption option)
    {
        if (code != LibsshNative.Ok)
        {
            throw new InvalidOperationException($"libssh does not take the option {option}.");
        }
    }
}
