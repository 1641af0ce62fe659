using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace WebShell.Core.Inventory.Formats.NetBox;

/// <summary>
/// Reads all machines of a NetBox, page by page: whole or not at all. The token goes to the address that was configured and nowhere else:
/// redirects are not followed and <c>next</c> has to stay on its origin. Thread-safe singleton.
/// </summary>
public sealed class NetBoxClient : IDisposable
{
    private const int PageSize = 500;
    private const int MaxPages = 2000;
    private const int MaxPageBytes = 16 * 1024 * 1024;
    private const int MaxTokenBytes = 4096;
    private const string VirtualMachines = "api/virtualization/virtual-machines/";
    private const string Devices = "api/dcim/devices/";

    /// <summary>NetBox works out a page of 500 in a few seconds.</summary>
    private static readonly TimeSpan PageLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan WholeLimit = TimeSpan.FromMinutes(10);

    /// <summary>What hands out a cloud machine's credentials lies here (link-local, RFC 3927, RFC 4291; and EC2's IPv6 address): never asked, whatever a name resolves to.</summary>
    private static readonly IPNetwork[] NeverAsked = [IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("fd00:ec2::/32")];

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = ConnectAsync,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly TimeSpan _pageLimit;

    public NetBoxClient()
        : this(PageLimit)
    {
    }

    internal NetBoxClient(TimeSpan pageLimit) => _pageLimit = pageLimit;

    /// <param name="address">NetBox's own address (virtual machines and devices are read), or that of one list with its filters, e.g. <c>https://netbox.example.net/api/dcim/devices/?role=server</c>.</param>
    /// <param name="tokenFile">The file with the API token, read anew each time; null: none is sent.</param>
    /// <param name="defaultLogins">The logins of its machines; empty: none is taken.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InventoryException">Not everything could be read; the message says why.</exception>
    public async Task<Listing> ReadAsync(Uri address, string? tokenFile, IReadOnlyList<string> defaultLogins, CancellationToken cancellationToken)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && (tokenFile is null || address.IsLoopback))))
        {
            throw new InventoryException("NetBox's address must begin with https://: over http:// anybody on the way could read the token.");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(WholeLimit);
        var token = await TokenAsync(tokenFile, cancellationToken);
        var listing = new ListingBuilder(cancellationToken);
        try
        {
            foreach (var (kind, first) in Lists(address))
            {
                await ReadListAsync(kind, first, token, defaultLogins, listing, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InventoryException($"NetBox did not give all machines within {WholeLimit.TotalMinutes:0} minutes.");
        }

        return listing.Build("netbox");
    }

    public void Dispose() => _http.Dispose();

    private static IEnumerable<(string Kind, Uri First)> Lists(Uri address)
    {
        var path = address.AbsolutePath;
        if (path.EndsWith(VirtualMachines, StringComparison.Ordinal) || path.EndsWith(Devices, StringComparison.Ordinal))
        {
            return [(path.EndsWith(Devices, StringComparison.Ordinal) ? "device" : "virtual machine", Paged(address))];
        }

        var root = path.TrimEnd('/');
        root = root.EndsWith("/api", StringComparison.Ordinal) ? root[..^4] : root;
        var start = new Uri(address, $"{root}/");
        return [("virtual machine", Paged(new Uri(start, VirtualMachines))), ("device", Paged(new Uri(start, Devices)))];
    }

    private static Uri Paged(Uri list) =>
        new UriBuilder(list) { Query = $"{(list.Query.Length > 1 ? list.Query[1..] + "&" : "")}limit={PageSize}&exclude=config_context" }.Uri;

    private async Task ReadListAsync(string kind, Uri first, string? token, IReadOnlyList<string> defaultLogins, ListingBuilder listing, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>();
        var count = 0;
        for (Uri? page = first; page is not null;)
        {
            if (seen.Count == MaxPages || !seen.Add(page.AbsoluteUri))
            {
                throw new InventoryException(seen.Count == MaxPages ? $"NetBox gave more than {MaxPages} pages." : "NetBox's pages go in a circle.");
            }

            using var answer = await GetAsync(page, token, cancellationToken);
            count += NetBoxFormat.ReadPage(answer.RootElement, kind, count, defaultLogins, listing);
            page = Next(answer.RootElement, first);
        }
    }

    private static Uri? Next(JsonElement page, Uri first)
    {
        if (!page.TryGetProperty("next", out var next) || next.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (next.ValueKind != JsonValueKind.String || !Uri.TryCreate(first, next.GetString(), out var uri))
        {
            throw new InventoryException("NetBox's 'next' is not an address.");
        }

        return Uri.Compare(uri, first, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0 && uri.UserInfo.Length == 0
            ? uri
            : throw new InventoryException($"NetBox's next page lies at {ShownText.Of(uri.GetLeftPart(UriPartial.Authority))}, not where the first one was: the token is not sent there. Behind a proxy, correct the addresses that NetBox gives.");
    }

    private async Task<JsonDocument> GetAsync(Uri page, string? token, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_pageLimit);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, page);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            if (token is not null)
            {
                // Tokens of NetBox 4.5 and later say which kind they are.
                request.Headers.Authorization = new AuthenticationHeaderValue(token.StartsWith("nbt_", StringComparison.Ordinal) ? "Bearer" : "Token", token);
            }

            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw new InventoryException(Refusal(response));
            }

            await response.Content.LoadIntoBufferAsync(MaxPageBytes, limit.Token);
            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            return await JsonDocument.ParseAsync(body, cancellationToken: limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InventoryException($"NetBox did not give a page within {_pageLimit.TotalSeconds:0.#} s.", e);
        }
        catch (JsonException e)
        {
            throw new InventoryException("NetBox's answer is not JSON, or not all of it.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new InventoryException($"NetBox cannot be reached at {page.GetLeftPart(UriPartial.Authority)}, or its answer broke off or is larger than {MaxPageBytes / 1024 / 1024} MiB.", e);
        }
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        IPAddress[] asked = [.. addresses.Where(address => !NeverAsked.Any(network => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)))];
        if (asked.Length == 0)
        {
            throw new HttpRequestException("Its address lies in a range that is never asked (link-local).");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(asked, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Refusal(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        401 or 403 => $"NetBox refused the token ({(int)response.StatusCode}): it is wrong, expired, or may not see the machines.",
        >= 300 and < 400 => $"NetBox's answer leads elsewhere ({(int)response.StatusCode}); give the address that it leads to.",
        404 => "There is no NetBox at that address (404).",
        var status => $"NetBox answered with an error ({status}).",
    };

    private static async Task<string?> TokenAsync(string? file, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return null;
        }

        try
        {
            var token = new FileInfo(file).Length > MaxTokenBytes ? "" : (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
            return token.Length > 0 && token.All(c => c is > ' ' and < '\u007f')
                ? token
                : throw new InventoryException("The token file must hold NetBox's token and nothing else.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Which file it is may be a secret's place: the log of the administrator says it, not the page.
            throw new InventoryException("The token file could not be read.", e);
        }
    }
}
