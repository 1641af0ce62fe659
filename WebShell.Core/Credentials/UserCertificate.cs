using System.Buffers.Binary;
using System.Globalization;

namespace WebShell.Core.Credentials;

/// <summary>What an OpenSSH user certificate says of itself (OpenSSH's PROTOCOL.certkeys). The machine judges it; this only spares a try that cannot succeed.</summary>
public sealed class UserCertificate
{
    /// <summary>What ends the type of a certified key.</summary>
    public const string TypeSuffix = "-cert-v01@openssh.com";

    private const uint UserKind = 1;
    private const int MaxPrincipals = 256;

    // ssh-keygen writes this for "forever".
    private const ulong NoEnd = ulong.MaxValue;

    private UserCertificate(string type, string base64) => (Type, Base64) = (type, base64);

    /// <summary>As in <c>ssh-ed25519-cert-v01@openssh.com</c>.</summary>
    public string Type { get; }

    /// <summary>What its authority calls it.</summary>
    public string KeyId { get; private init; } = "";

    public ulong Serial { get; private init; }

    /// <summary>The logins it is for, unless the machine maps them otherwise.</summary>
    public IReadOnlyList<string> Principals { get; private init; } = [];

    public DateTimeOffset ValidFrom { get; private init; }

    public DateTimeOffset ValidUntil { get; private init; }

    /// <summary>Type and blob, as <see cref="Parse"/> reads them.</summary>
    internal string Line => $"{Type} {Base64}";

    /// <summary>What must hold when it is used, e.g. <c>source-address</c>, with its value.</summary>
    public IReadOnlyDictionary<string, string> CriticalOptions { get; private init; } = new Dictionary<string, string>();

    /// <summary>What it permits, e.g. <c>permit-pty</c>.</summary>
    public IReadOnlyCollection<string> Extensions { get; private init; } = [];

    internal string Base64 { get; }

    /// <summary>The certified public key, as it travels without a certificate.</summary>
    internal byte[] KeyBlob { get; private init; } = [];

    /// <param name="text">One line as ssh-keygen writes it into <c>…-cert.pub</c>.</param>
    /// <exception cref="ArgumentException">Not a user certificate; the message is for a person.</exception>
    public static UserCertificate Parse(string text)
    {
        var fields = text.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 2 || !fields[0].EndsWith(TypeSuffix, StringComparison.Ordinal))
        {
            throw new ArgumentException("This is not a certificate: it is one line that begins with a type like ssh-ed25519-cert-v01@openssh.com (the file …-cert.pub).");
        }

        try
        {
            return SshFields.TryDecode(fields[1], out var blob) ? Read(fields[0], fields[1], blob) : throw new FormatException("Not base64.");
        }
        catch (FormatException e)
        {
            throw new ArgumentException("The certificate is damaged or cut off. Copy the whole line of the file …-cert.pub.", e);
        }
    }

    /// <summary>Why it cannot be used at that time, for a person; null when it can.</summary>
    public string? FaultAt(DateTimeOffset now) =>
        now >= ValidUntil ? $"The certificate expired on {Day(ValidUntil)}. Get a new one from your certificate authority."
        : now < ValidFrom ? $"The certificate is not valid before {Day(ValidFrom)}. Check the clocks of this portal and of the certificate authority."
        : null;

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static UserCertificate Read(string type, string base64, byte[] blob)
    {
        var fields = new SshFields(blob);
        if (fields.ReadText() != type)
        {
            throw new FormatException("The line names another type than its contents.");
        }

        fields.ReadBytes(); // nonce
        var plainType = type[..^TypeSuffix.Length];
        var key = KeyFields(plainType, ref fields);
        var serial = fields.ReadUInt64();
        if (fields.ReadUInt32() != UserKind)
        {
            throw new ArgumentException("This is the certificate of a machine. Signing in needs a user certificate.");
        }

        var id = fields.ReadText();
        return new UserCertificate(type, base64)
        {
            KeyBlob = key,
            Serial = serial,
            KeyId = id,
            Principals = ReadPrincipals(fields.ReadBytes()),
            ValidFrom = Time(fields.ReadUInt64()),
            ValidUntil = Time(fields.ReadUInt64()),
            CriticalOptions = ReadOptions(fields.ReadBytes()),
            Extensions = ReadOptions(fields.ReadBytes()).Keys,
        };
    }

    // The public key's own fields stand between the nonce and the serial.
    private static byte[] KeyFields(string plainType, ref SshFields fields)
    {
        var count = plainType switch
        {
            "ssh-ed25519" => 1,
            "ssh-rsa" or "ecdsa-sha2-nistp256" or "ecdsa-sha2-nistp384" or "ecdsa-sha2-nistp521" => 2,
            _ => throw new ArgumentException($"Certificates of the type {plainType} are not supported. Use Ed25519, ECDSA or RSA."),
        };
        var blob = new List<byte>();
        Append(blob, System.Text.Encoding.ASCII.GetBytes(plainType));
        for (; count > 0; count--)
        {
            Append(blob, fields.ReadBytes());
        }

        return [.. blob];
    }

    private static void Append(List<byte> blob, ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)field.Length);
        blob.AddRange(length);
        blob.AddRange(field);
    }

    private static List<string> ReadPrincipals(ReadOnlySpan<byte> packed)
    {
        var fields = new SshFields(packed);
        var principals = new List<string>();
        while (!fields.IsAtEnd && principals.Count < MaxPrincipals)
        {
            principals.Add(fields.ReadText());
        }

        return principals;
    }

    // A value is a field inside the field; one without a value has an empty field.
    private static Dictionary<string, string> ReadOptions(ReadOnlySpan<byte> packed)
    {
        var fields = new SshFields(packed);
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!fields.IsAtEnd)
        {
            var name = fields.ReadText();
            var value = new SshFields(fields.ReadBytes());
            options[name] = value.IsAtEnd ? "" : value.ReadText();
        }

        return options;
    }

    private static DateTimeOffset Time(ulong seconds) =>
        seconds == NoEnd || seconds > (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.MaxValue : DateTimeOffset.FromUnixTimeSeconds((long)seconds);
}
